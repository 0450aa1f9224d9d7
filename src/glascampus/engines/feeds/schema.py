"""Courses, dates and the campus as schema.org."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.basics.money import Money

MODES = {"presence": "onsite", "live_online": "online", "asynchronous": "online", "mixed": "blended"}


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


def duration(minutes: int) -> str:
    """Minutes as ISO 8601 duration in hours and minutes: 1920 is ``PT32H``, 90 is ``PT1H30M``, 0 is ``PT0M``."""
    hours, rest = divmod(minutes, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest or not hours else "")


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
