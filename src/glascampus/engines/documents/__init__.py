"""Printed papers as tagged PDF (PDF/UA-1 and PDF/A-3b in one), set by typst from ``*.typ``. Data in, bytes out.

typst source is code, so values are never pasted into it: they travel as JSON through ``sys_inputs``.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Literal

from glascampus.engines.documents.words import words_of

HERE = Path(__file__).parent
STANDARDS: list[Literal["ua-1", "a-3b"]] = ["ua-1", "a-3b"]


class DocumentsMissing(RuntimeError):
    """The optional package that sets PDF files is not installed."""


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
    return _compile("certificate.typ", _certificate_values(data), at)


def qr_svg(address: str) -> str:
    """The QR code of an address as SVG, error correction M, quiet zone of four modules."""
    import segno

    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="svg", border=4, dark="#11211e", xmldecl=False)
    return out.getvalue().decode()


def unprintable(text: str) -> str:
    """The letters of ``text`` that the font lacks (it has Latin, Greek, Cyrillic), so that a form can ask for others."""
    return "".join(sorted({c for c in text if c.isprintable() and ord(c) not in _glyphs()}))


def _certificate_values(data: CertificateData) -> dict[str, object]:
    words = words_of(data.language)
    heading = words[data.kind]
    return {
        "language": data.language,
        "words": words,
        "heading": heading,
        "title": _printable(f"{heading}: {data.course_title}"),
        "campus": _printable(data.campus_name),
        "person": _printable(data.person_name),
        "course": _printable(data.course_title),
        "period": _period(data),
        "hours": words["hours_of"].format(
            have=_hours(data.attended_minutes, data.language), of=_hours(data.planned_minutes, data.language)
        ),
        "outcomes": [_printable(outcome) for outcome in data.outcomes],
        "assessment": _printable(data.assessment) if data.kind == "certificate" else "",
        "issuer": _printable(data.issuer),
        "place_and_date": f"{_printable(data.place)}, {_day(data.issued_on, data.language)}",
        "code": _printable(data.code),
        "check_url": data.check_url,
        "qr": qr_svg(data.check_url),
    }


def _compile(template: str, values: Mapping[str, object], at: datetime) -> bytes:
    try:
        import typst
    except ImportError as missing:
        raise DocumentsMissing("PDF files need the package typst: install requirements/base.lock.") from missing
    return typst.compile(
        str(HERE / template),
        root=str(HERE),
        font_paths=[str(_font_folder())],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"values": json.dumps(values, ensure_ascii=False)},
        pdf_standards=[*STANDARDS],
        timestamp=at,
    )


@cache
def _font_folder() -> Path:
    import fontpkg_source_sans_3

    return Path(fontpkg_source_sans_3.__file__).parent / "files"


@cache
def _glyphs() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(_font_folder() / "SourceSans3[wght].ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())


def _printable(text: str) -> str:
    """``text`` without control characters; "□" for what the font cannot draw (PDF/A forbids missing glyphs)."""
    flat = " ".join(text.split())
    strange = unprintable(flat)
    return "".join("□" if c in strange else c for c in flat if c.isprintable())


def _period(data: CertificateData) -> str:
    first, last = _day(data.first_on, data.language), _day(data.last_on, data.language)
    return first if data.first_on == data.last_on else f"{first} {words_of(data.language)['until']} {last}"


def _day(day: date, language: str) -> str:
    from babel.dates import format_date

    return format_date(day, "d. MMMM y" if language == "de" else "d MMMM y", locale=language)


def _hours(minutes: int, language: str) -> str:
    from babel.numbers import format_decimal

    return format_decimal(round(minutes / 60, 2), format="#,##0.##", locale=language)
