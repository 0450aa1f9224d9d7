"""The picture of a link: 1200 x 630 pixels in the look of the campus, set by typst from words alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from glascampus.engines.documents.press import draw, printable

KEPT, SIZE = 128, (1200, 630)  # about 30 kB each


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewData:
    """What the picture says; ``here`` is the station of the thread that glows, counted from 0."""

    language: Literal["de", "en"]
    campus: str
    title: str
    line: str
    stations: tuple[str, ...]
    here: int
    kicker: str = ""


@lru_cache(maxsize=KEPT)
def preview(data: PreviewData) -> bytes:
    """A PNG; the same data gives the same bytes.

    Raises:
        DocumentsMissing: typst is not installed.

    Cost: about 50 ms, then none while it is among the last 128.
    """
    values: dict[str, object] = {
        "language": data.language, "campus": printable(data.campus), "kicker": printable(data.kicker), "title": printable(data.title),
        "line": printable(data.line), "stations": [printable(station) for station in data.stations], "here": data.here,
    }  # fmt: skip
    return draw("preview.typ", values)
