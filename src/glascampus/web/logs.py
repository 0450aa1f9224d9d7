"""Logs never hold what opens a door or names a person: private links and mailboxes are cut, in traces, too."""

from __future__ import annotations

import logging
import re

TOKEN = re.compile(r"(?<![a-z0-9])[a-z2-7]{32}(?![a-z0-9])")  # as basics.tokens makes them
OPENED = re.compile(
    r"/(buchung|bedarf/stand|bedarf/bestaetigen|anwesenheit|umfrage|einrichten|anmelden/link)/[^/\s\"'>]+"
)
MAILBOX = re.compile(r"[^\s\"'<>()=,;:]+@[^\s\"'<>()=,;:]+")


def discreet(text: str) -> str:
    """``/buchung/…`` instead of the token, ``…@…`` instead of an address."""
    return MAILBOX.sub("…@…", TOKEN.sub("…", OPENED.sub(r"/\1/…", text)))


class Discreet(logging.Formatter):
    """Cuts the finished line and its trace."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be written."""
        return discreet(super().format(record))
