"""Shell verbs of the house: start, watch, verify, keep safe, forget."""

from glascampus.web.commands import backups, demo, keys, people, start, tokens, verify, worker

VERBS = {
    "prepare": start.prepare,
    "worker": worker.worker,
    "verify": verify.verify,
    "people": people.people,
    "backup": backups.backup,
    "restore": backups.restore,
    "keys": keys.keys,
    "tokens": tokens.tokens,
    "demo": demo.demo,
    "model": demo.model,
}
