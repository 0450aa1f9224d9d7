"""What waits, what went wrong, and what mails say."""

from glascampus.commons.outbox.reads.checks import faults
from glascampus.commons.outbox.reads.mails import came_back, mails_about, mails_to, newest, oldest_waiting_s, waiting
from glascampus.commons.outbox.reads.states import (
    is_held,
    is_open,
    mails_in_state,
    not_arrived,
    not_arrived_to,
    state_of,
    to_take_back,
)
from glascampus.commons.outbox.reads.wording import (
    kind_of,
    kinds,
    own_words,
    parts_of,
    template_of,
    texts,
    title_of,
    version,
    worded,
)

__all__ = [
    "came_back",
    "faults",
    "is_held",
    "is_open",
    "kind_of",
    "kinds",
    "mails_about",
    "mails_in_state",
    "mails_to",
    "newest",
    "not_arrived",
    "not_arrived_to",
    "oldest_waiting_s",
    "own_words",
    "parts_of",
    "state_of",
    "template_of",
    "texts",
    "title_of",
    "to_take_back",
    "version",
    "waiting",
    "worded",
]
