"""What every printed paper shares: typst, its fonts, QR codes, and words that are made safe to print.

typst source is code, so values are never pasted into it: they travel as JSON through ``sys_inputs``.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

HERE = Path(__file__).parent
STANDARDS: list[Literal["ua-1", "a-3b"]] = ["ua-1", "a-3b"]

# What the house's font lacks and the fonts within typst have: letters of Hebrew, Arabic, Armenian and Georgian names.
BORROWED = (
    (0x0531, 0x0556), (0x0561, 0x0586), (0x05D0, 0x05EA), (0x0621, 0x063A), (0x0640, 0x0652), (0x0660, 0x0669),
    (0x0679, 0x067B), (0x067E, 0x067E), (0x0686, 0x0686), (0x0691, 0x0691), (0x0698, 0x0698), (0x06A9, 0x06A9),
    (0x06AF, 0x06AF), (0x06BE, 0x06BE), (0x06CC, 0x06CC), (0x06F0, 0x06F9), (0x10D0, 0x10F0),
)  # fmt: skip


class DocumentsMissing(RuntimeError):
    """The optional package that sets PDF files is not installed."""


def press(template: str, values: Mapping[str, object], at: datetime) -> bytes:
    """Set ``template`` with ``values``, as PDF/UA-1 and PDF/A-3b in one; typst itself refuses what breaks them.

    Raises:
        DocumentsMissing: typst is not installed.
    """
    made: bytes = _typst().compile(**_set(template, values), format="pdf", pdf_standards=[*STANDARDS], timestamp=at)
    return made


def draw(template: str, values: Mapping[str, object]) -> bytes:
    """Set the one page of ``template`` as PNG, two pixels to a point.

    Raises:
        DocumentsMissing: typst is not installed.
    """
    made: bytes = _typst().compile(**_set(template, values), format="png", ppi=144)
    return made


def _typst() -> Any:
    try:
        import typst
    except ImportError as missing:
        raise DocumentsMissing("PDF files need the package typst: install requirements/base.lock.") from missing
    return typst


def _set(template: str, values: Mapping[str, object]) -> dict[str, Any]:
    return {
        "input": str(HERE / template), "root": str(HERE), "font_paths": [str(_font_folder())], "ignore_system_fonts": True,
        "sys_inputs": {"values": json.dumps(values, ensure_ascii=False)},
    }  # fmt: skip


def qr_svg(address: str, error: Literal["m", "q"] = "m") -> str:
    """The QR code of an address as SVG, quiet zone of four modules; ``q`` bears a quarter of the code being lost."""
    import segno

    out = io.BytesIO()
    segno.make_qr(address, error=error).save(out, kind="svg", border=4, dark="#11211e", xmldecl=False)
    return out.getvalue().decode()


def unprintable(text: str) -> str:
    """The letters of ``text`` that no font here has, so that a form can ask for others.

    There are Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic letters.
    """
    return "".join(sorted({c for c in text if c.isprintable() and ord(c) not in _glyphs()}))


def printable(text: str) -> str:
    """``text`` without control characters; "□" for what no font can draw (PDF/A forbids missing glyphs)."""
    flat = " ".join(text.split())
    strange = unprintable(flat)
    return "".join("□" if c in strange else c for c in flat if c.isprintable())


def hours(minutes: int, language: str) -> str:
    """Minutes as hours with up to two decimals."""
    from babel.numbers import format_decimal

    return format_decimal(round(minutes / 60, 2), format="#,##0.##", locale=language)


@cache
def _font_folder() -> Path:
    import fontpkg_source_sans_3

    return Path(fontpkg_source_sans_3.__file__).parent / "files"


@cache
def _glyphs() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(_font_folder() / "SourceSans3[wght].ttf", lazy=True) as font:
        own = frozenset(font.getBestCmap())
    return own.union(*(range(first, last + 1) for first, last in BORROWED))
