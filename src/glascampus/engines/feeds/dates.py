"""Dates as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from glascampus.basics.clock import CAMPUS_ZONE

if TYPE_CHECKING:
    import icalendar

PRODUCT = "-//GlasCampus//Kurskalender//DE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry of a calendar. ``uid`` stays the same for life; ``sequence`` grows with every change."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    sequence: int = 0
    location: str = ""
    url: str = ""
    description: str = ""
    is_cancelled: bool = False


def calendar(events: Sequence[Event], *, name: str, method: str | None = None) -> bytes:
    """A calendar file with VTIMEZONE Europe/Berlin; the same events give the same bytes.

    Args:
        events: zoned times; ``changed_at`` becomes DTSTAMP and LAST-MODIFIED.
        name: shown by calendar programs that subscribe.
        method: ``PUBLISH`` for a feed, ``REQUEST`` or ``CANCEL`` for a mail, None for a file.

    Raises:
        ValueError: an event does not end after it starts, or a time has no zone.

    Source: RFC 5545 (iCalendar), RFC 5546 (methods), RFC 7986 (NAME).
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    if method:
        made.add("method", method)
    one_line = " ".join(name.split())  # X-WR-CALNAME knows no escaped line break
    made.add("name", one_line)
    made.add("x-wr-calname", one_line)
    if events:
        made.add_component(_zone(events))
    for event in events:
        made.add_component(_entry(event))
    return bytes(made.to_ical())


def _zone(events: Sequence[Event]) -> icalendar.Timezone:
    """Europe/Berlin over the years of the events, so that neither the day of making nor the library's default counts."""
    from icalendar import Timezone

    first = min(event.starts_at for event in events).date()
    last = max(event.ends_at for event in events).date()
    return Timezone.from_tzid(
        "Europe/Berlin", first_date=first - timedelta(days=366), last_date=last + timedelta(days=366)
    )


def _entry(event: Event) -> icalendar.Event:
    from icalendar import Event as Entry

    _refuse_bad(event)
    entry = Entry()
    entry.add("uid", event.uid)
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", event.changed_at)
    entry.add("last-modified", event.changed_at)
    entry.add("dtstart", event.starts_at.astimezone(CAMPUS_ZONE))
    entry.add("dtend", event.ends_at.astimezone(CAMPUS_ZONE))
    entry.add("summary", event.title)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    for key, value in (("location", event.location), ("url", event.url), ("description", event.description)):
        if value:
            entry.add(key, value)
    return entry


def _refuse_bad(event: Event) -> None:
    if any(at.tzinfo is None for at in (event.starts_at, event.ends_at, event.changed_at)):
        raise ValueError(f"{event.uid}: a time needs its zone")
    if event.ends_at <= event.starts_at:
        raise ValueError(f"{event.uid}: it does not end after it starts")
