"""Logs never hold what opens a door: private links are cut to their first word."""

from __future__ import annotations

import logging
import re

TOKEN = re.compile(r"/(buchung|bedarf/stand|anwesenheit|umfrage|einrichten)/[^/\s\"']+")


class HideLinks(logging.Filter):
    """Writes ``/buchung/…`` instead of the token."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the message in place and let it through."""
        record.msg, record.args = TOKEN.sub(r"/\1/…", record.getMessage()), None
        return True
