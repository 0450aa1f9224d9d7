"""Teilnahmebescheinigung and Zertifikat: one page that says who, what, when, how much, and how anyone can check it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from glascampus.basics import days
from glascampus.engines.documents.press import hours, press, printable, qr_svg
from glascampus.engines.documents.words import words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateData:
    """What a certificate says. ``kind`` follows from evidence (rulebook, R15); texts are in ``language`` already."""

    kind: Literal["participation", "certificate"]
    language: Literal["de", "en"]
    campus_name: str
    person_name: str
    course_title: str
    first_on: date
    last_on: date
    attended_minutes: int
    planned_minutes: int
    outcomes: tuple[str, ...]
    issuer: str
    place: str
    issued_on: date
    code: str
    check_url: str
    assessment: str = ""  # how it was assessed; printed on a certificate only


def certificate(data: CertificateData) -> bytes:
    """Teilnahmebescheinigung or Zertifikat on one A4 page; the same data gives the same bytes.

    Raises:
        DocumentsMissing: typst is not installed.
        ValueError: a certificate without assessment.

    Cost: about 50 ms the first time (fonts), then about 20 ms.
    """
    if data.kind == "certificate" and not data.assessment:
        raise ValueError("a certificate says how the participant was assessed")
    at = datetime.combine(data.issued_on, datetime.min.time(), UTC)
    return press("certificate.typ", _values(data), at)


def _values(data: CertificateData) -> dict[str, object]:
    words = words_of(data.language)
    heading = words[data.kind]
    return {
        "language": data.language,
        "words": words,
        "heading": heading,
        "title": printable(f"{heading}: {data.course_title}"),
        "campus": printable(data.campus_name),
        "person": printable(data.person_name),
        "course": printable(data.course_title),
        "period": _period(data),
        "hours": words["hours_of"].format(
            have=hours(data.attended_minutes, data.language), of=hours(data.planned_minutes, data.language)
        ),
        "outcomes": [printable(outcome) for outcome in data.outcomes],
        "assessment": printable(data.assessment) if data.kind == "certificate" else "",
        "issuer": printable(data.issuer),
        "place_and_date": f"{printable(data.place)}, {days.long(data.issued_on, data.language)}",
        "code": printable(data.code),
        "check_url": data.check_url,
        "qr": qr_svg(data.check_url),
    }


def _period(data: CertificateData) -> str:
    first, last = days.long(data.first_on, data.language), days.long(data.last_on, data.language)
    return first if data.first_on == data.last_on else f"{first} {words_of(data.language)['until']} {last}"
