"""Reads: JSON with an ETag, lists by cursor, query values that are checked."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags, urlencode

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.commons.desk.api.problems import Problem

Row = TypeVar("Row")
MOST, USUAL, LONGEST_CODE = 100, 20, 80
FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
LIMIT, CURSOR = re.compile(r"[0-9]{1,3}"), re.compile(r"[A-Za-z0-9_-]{1,300}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d))?", re.ASCII)
UNREADABLE = re.compile(r"[\x00-\x1f\x7f]")


def as_json(value: object) -> bytes:
    """The bytes that are answered."""
    return json.dumps(value, ensure_ascii=False).encode()


def money(cents: int) -> dict[str, object]:
    """An amount as the API writes it."""
    return {"cents": cents, "currency": "EUR"}


def moment(at: datetime | None) -> str | None:
    """A time in ISO 8601 with the campus's offset."""
    return at.astimezone(CAMPUS_ZONE).isoformat() if at else None


def told(request: HttpRequest, value: object, *, private: bool = False) -> HttpResponse:
    """``value`` as JSON with its ETag, or 304 for who has it already."""
    body = as_json(value)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache" if private else "no-cache"}
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in known or etag in {tag.removeprefix("W/") for tag in known}:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(body, content_type="application/json", headers=headers)


def readable(text: str, kind: str = "") -> str:
    """A code or slug that somebody sent; one that no database would look up is nowhere.

    Raises:
        Problem: 404.
    """
    if not text or len(text) > LONGEST_CODE or UNREADABLE.search(text):
        raise Problem(404, "There is nothing under this name.", kind)
    return text


class Asked:
    """The query of a request; every bad value is a fault, and all faults are told at once."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.faults: list[tuple[str, str]] = []

    def _value(self, name: str) -> str | None:
        values = self.request.GET.getlist(name)
        if len(values) > 1:
            self.faults.append((f"/{name}", "may stand only once"))
            return None
        return values[0] if values else None

    def limit(self) -> int:
        """How many rows a page has."""
        value = self._value("limit")
        if value is None:
            return USUAL
        if LIMIT.fullmatch(value) and 1 <= int(value) <= MOST:
            return int(value)
        self.faults.append(("/limit", f"a whole number from 1 to {MOST}"))
        return USUAL

    def cursor(self, shape: Callable[[str], Any]) -> Any:
        """Where the page before ended, as ``shape`` reads it; None at the beginning."""
        value = self._value("cursor")
        if value is None:
            return None
        try:
            return shape(_mark(value))
        except ValueError:
            self.faults.append(("/cursor", "take it from the `next` of the page before"))
            return None

    def moment(self, name: str, *, end: bool = False) -> datetime | None:
        """A date (campus time; as an end it is included) or a time with its offset."""
        value = self._value(name)
        if value is None:
            return None
        value = value.replace(" ", "+")  # a plus sign that nobody escaped
        try:
            return min(max(_moment(value, end=end), FIRST), LAST)
        except (ValueError, OverflowError):
            self.faults.append(
                (f"/{name}", "a date like 2027-03-01, or a time with its offset like 2027-03-01T08:00:00+01:00")
            )
            return None

    def check(self) -> None:
        """Raise what was found.

        Raises:
            Problem: 422 with every bad value.
        """
        if self.faults:
            raise Problem(422, "Some values of the query cannot be used.", errors=self.faults)

    def page(
        self, rows: Sequence[Row], limit: int, *, item: Callable[[Row], object], mark: Callable[[Row], str]
    ) -> object:
        """``limit`` of ``rows`` (ask for one more), and where it goes on; ``mark`` says where a row stands in the order."""
        more = mark(rows[limit - 1]) if len(rows) > limit else ""
        return {"items": [item(row) for row in rows[:limit]], "next": self._next(more) if more else None}

    def _next(self, mark: str) -> str:
        cursor = base64.urlsafe_b64encode(mark.encode()).decode().rstrip("=")
        query = {**self.request.GET.dict(), "cursor": cursor}
        return self.request.build_absolute_uri(f"{self.request.path}?{urlencode(query)}")


def _mark(cursor: str) -> str:
    """What a cursor holds; ``binascii.Error`` and a broken UTF-8 are ``ValueError``, too."""
    if not CURSOR.fullmatch(cursor):
        raise ValueError(cursor)
    text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    if UNREADABLE.search(text):
        raise ValueError(text)
    return text


def _moment(value: str, *, end: bool) -> datetime:
    if not MOMENT.fullmatch(value):
        raise ValueError(value)
    if "T" in value:
        return datetime.fromisoformat(value)
    day = min(date.fromisoformat(value), LAST.date())
    return datetime.combine(day + timedelta(days=1) if end else day, time(), CAMPUS_ZONE)
