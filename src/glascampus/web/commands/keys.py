"""``./campus keys``: the keys of encrypted fields, sessions and links, taken out, brought in, changed."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

from django.conf import settings

from glascampus.web import keyring
from glascampus.web.environment import keys_directory


def keys(arguments: list[str]) -> int:
    """Export, import or rotate the keys; backups never hold them."""
    parser = argparse.ArgumentParser(prog="./campus keys", description=keys.__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, text in (
        ("export", "write all keys into FILE, under a passphrase"),
        ("import", "bring the keys of FILE in"),
    ):
        one = verbs.add_parser(verb, help=text)
        one.add_argument("file", type=Path)
        one.add_argument(
            "--passphrase-file", type=Path, help="its first line is the passphrase; without it you are asked"
        )
    verbs.add_parser("rotate", help="make a new signing key; the old one still opens what it sealed")
    options = parser.parse_args(arguments)
    place = keys_directory(settings.DATA)
    if options.verb == "rotate":
        return _rotate(place)
    return (_export if options.verb == "export" else _import)(place, options)


def _export(place: Path, options: argparse.Namespace) -> int:
    target: Path = options.file.absolute()
    if target.exists():
        raise ValueError(f"{target} is there already; name a new file.")
    content = keyring.lock(place, _passphrase(options.passphrase_file, again=True))
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        out.write(content)
    beside.replace(target)
    keyring.note_export(place)
    print(f"The keys are in {target}, under your passphrase. Keep both apart from the backups, and from each other.")
    return 0


def _import(place: Path, options: argparse.Namespace) -> int:
    if not options.file.is_file():
        raise ValueError(f"{options.file} is not a file.")
    keyring.put(place, keyring.unlock(options.file, _passphrase(options.passphrase_file)))
    print(f"The keys are in {place}. Start the campus again, so that it uses them.")
    return 0


def _rotate(place: Path) -> int:
    if not (place / "secret.key").is_file():
        raise ValueError(f"There is no key in {place}; ./campus run makes one.")
    print(f"The new key is {keyring.rotate(place)}. The old one stays in {place} and still opens what it sealed.")
    print("Start the campus again, so that it uses the new key, and export the keys again.")
    return 0


def _passphrase(file: Path | None, *, again: bool = False) -> str:
    if file is not None:
        given = file.read_text(encoding="utf-8").split("\n", 1)[0].strip()
    elif sys.stdin.isatty():
        given = getpass.getpass("Passphrase: ")
        if again and getpass.getpass("The same again: ") != given:
            raise ValueError("The two differ; nothing was written.")
    else:
        raise ValueError("Name a file that holds the passphrase with --passphrase-file FILE.")
    if len(given) < keyring.SHORTEST_PASSPHRASE:
        raise ValueError(f"A passphrase has at least {keyring.SHORTEST_PASSPHRASE} characters.")
    return given
