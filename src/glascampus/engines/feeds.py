"""Machine twins of dates, courses and news: iCalendar (RFC 5545), Atom (RFC 4287) and schema.org."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.basics.money import Money

if TYPE_CHECKING:
    import icalendar

PRODUCT = "-//GlasCampus//Kurskalender//DE"
MODES = {"presence": "onsite", "live_online": "online", "asynchronous": "online", "mixed": "blended"}


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


def jsonld_course(
    *,
    name: str,
    description: str,
    url: str,
    provider: str,
    provider_url: str,
    language: str,
    code: str = "",
    outcomes: Sequence[str] = (),
    instances: Sequence[Mapping[str, object]] = (),
) -> dict[str, object]:
    """schema.org ``Course`` with its ``CourseInstance`` entries (see ``jsonld_instance``); empty values are left out."""
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "Course",
            "name": name,
            "description": description,
            "url": url,
            "inLanguage": language,
            "courseCode": code,
            "provider": {"@type": "Organization", "name": provider, "url": provider_url},
            "teaches": list(outcomes),
            "hasCourseInstance": [dict(instance) for instance in instances],
        }
    )


def jsonld_instance(
    *,
    code: str,
    url: str,
    starts_at: datetime,
    ends_at: datetime,
    workload_minutes: int,
    mode: str,
    price: Money,
    seats_free: int,
    location: str = "",
    address: str = "",
    lecturers: Sequence[str] = (),
) -> dict[str, object]:
    """schema.org ``CourseInstance`` of one run.

    ``mode`` is ``presence``, ``live_online``, ``asynchronous`` or ``mixed``; ``lecturers`` only those who agreed to be
    named; the workload becomes an ISO 8601 duration (``PT32H``).
    """
    return _filled(
        {
            "@type": "CourseInstance",
            "identifier": code,
            "url": url,
            "startDate": starts_at.astimezone(CAMPUS_ZONE).isoformat(),
            "endDate": ends_at.astimezone(CAMPUS_ZONE).isoformat(),
            "courseWorkload": duration(workload_minutes),
            "courseMode": MODES[mode],
            "location": _place(location, address, url, mode),
            "instructor": [{"@type": "Person", "name": lecturer} for lecturer in lecturers],
            "offers": _offer(price, url, seats_free),
        }
    )


def jsonld_organisation(
    *, name: str, url: str, description: str = "", email: str = "", town: str = ""
) -> dict[str, object]:
    """schema.org ``EducationalOrganization`` of the campus; empty values are left out."""
    address = {"@type": "PostalAddress", "addressLocality": town, "addressCountry": "DE"} if town else None
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "EducationalOrganization",
            "@id": url,
            "name": name,
            "url": url,
            "description": description,
            "email": email,
            "address": address,
        }
    )


def jsonld_event(
    *, name: str, description: str, url: str, starts_at: datetime, organiser: str, organiser_url: str, language: str,
    ends_at: datetime | None = None, place: str = "", picture: str = "",
) -> dict[str, object]:  # fmt: skip
    """schema.org ``EducationEvent``: something that one can come to and that is no course."""
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "EducationEvent",
            "name": name,
            "description": description,
            "url": url,
            "inLanguage": language,
            "startDate": starts_at.astimezone(CAMPUS_ZONE).isoformat(),
            "endDate": ends_at.astimezone(CAMPUS_ZONE).isoformat() if ends_at else "",
            "eventStatus": "https://schema.org/EventScheduled",
            "location": {"@type": "Place", "name": place, "address": place} if place else None,
            "image": picture,
            "organizer": {"@type": "Organization", "name": organiser, "url": organiser_url},
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One entry of a news feed; ``html`` is clean already."""

    url: str
    title: str
    summary: str
    html: str
    published_at: datetime
    changed_at: datetime
    kind: str = ""


def atom(
    entries: Sequence[Told], *, title: str, url: str, own_url: str, author: str, language: str, changed_at: datetime
) -> bytes:
    """An Atom feed; the same entries give the same bytes. An entry is known by its address for ever.

    Source: RFC 4287.
    """
    from xml.etree import ElementTree as ET  # nosec B405  writes, never reads

    feed = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": language})
    for name, text in (("id", url), ("title", title), ("updated", changed_at.astimezone(CAMPUS_ZONE).isoformat())):
        ET.SubElement(feed, name).text = _xml(text)
    ET.SubElement(ET.SubElement(feed, "author"), "name").text = _xml(author)
    ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": own_url})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": url})
    for entry in entries:
        node = ET.SubElement(feed, "entry")
        times = {"published": entry.published_at, "updated": entry.changed_at}
        texts = {
            "id": entry.url,
            "title": entry.title,
            **{n: t.astimezone(CAMPUS_ZONE).isoformat() for n, t in times.items()},
        }
        for name, text in {**texts, "summary": entry.summary}.items():
            ET.SubElement(node, name).text = _xml(text)
        ET.SubElement(node, "link", {"rel": "alternate", "type": "text/html", "href": entry.url})
        if entry.kind:
            ET.SubElement(node, "category", {"term": entry.kind})
        ET.SubElement(node, "content", {"type": "html"}).text = _xml(entry.html)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode").encode()


def _xml(text: str) -> str:
    """What XML can hold: control characters have no place in it, not even escaped."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))


def duration(minutes: int) -> str:
    """Minutes as ISO 8601 duration in hours and minutes: 1920 is ``PT32H``, 90 is ``PT1H30M``, 0 is ``PT0M``."""
    hours, rest = divmod(minutes, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest or not hours else "")


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


def _place(location: str, address: str, url: str, mode: str) -> dict[str, object] | None:
    if location:
        return _filled({"@type": "Place", "name": location, "address": address})
    return {"@type": "VirtualLocation", "url": url} if MODES[mode] == "online" else None


def _offer(price: Money, url: str, seats_free: int) -> dict[str, object]:
    state = "InStock" if seats_free > 0 else "SoldOut"
    return {
        "@type": "Offer",
        "category": "Paid" if price.cents else "Free",
        "price": f"{price.cents // 100}.{price.cents % 100:02d}",
        "priceCurrency": price.currency,
        "availability": f"https://schema.org/{state}",
        "url": url,
    }


def _filled(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value not in (None, "", [])}
