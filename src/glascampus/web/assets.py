"""Cut the one font of the house: ``python -m glascampus.web.assets``.

The package ``fontpkg-source-sans-3`` brings Source Sans 3 as a variable TTF (OFL). A reading page needs its Latin letters and its weights only,
so the rest is cut away once and kept as WOFF2 under ``build/font`` (which is not in version control). Letters of the neighbours' names (Latin
Extended-A) are a file of their own, a third of all letters, which a browser asks for where a page has one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
TARGET = CHECKOUT / "build" / "font" / "web"
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl"]  # figures are tabular by default
WEIGHTS = (300, 700)
LETTERS = (
    *range(0x20, 0x7F),  # ASCII
    *range(0xA0, 0x100),  # Latin-1
    *(0x1E9E, 0x2009, 0x200B, 0x202F, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014),  # capital ß, thin spaces, dashes
    *(
        0x2018,
        0x2019,
        0x201A,
        0x201C,
        0x201D,
        0x201E,
        0x2022,
        0x2026,
        0x2030,
        0x2032,
        0x2039,
        0x203A,
    ),  # quotation marks, dots
    *(
        0x20AC,
        0x2190,
        0x2191,
        0x2192,
        0x2193,
        0x2212,
        0x2248,
        0x2260,
        0x2264,
        0x2265,
        0x2713,
    ),  # euro, arrows, signs, tick
)
NEIGHBOURS = range(0x100, 0x180)  # campus.css says for which letters each file is asked for
FILES = {"source-sans-3.woff2": LETTERS, "source-sans-3-neighbours.woff2": NEIGHBOURS}


def source() -> Path:
    """The variable upright TTF inside the installed package."""
    import fontpkg_source_sans_3

    return Path(fontpkg_source_sans_3.ROOT) / "files" / "SourceSans3[wght].ttf"


def cut(target: Path = TARGET) -> list[Path]:
    """Write each subset into the folder ``target`` unless it is there and newer than the package; returns the files."""
    origin = source()
    target.mkdir(parents=True, exist_ok=True)
    return [_cut(origin, letters, target / name) for name, letters in FILES.items()]


def _cut(origin: Path, letters: Sequence[int], file: Path) -> Path:
    if not file.exists() or file.stat().st_mtime < max(origin.stat().st_mtime, Path(__file__).stat().st_mtime):
        unfinished = file.with_suffix(".part")
        _subset(origin, letters, unfinished)
        unfinished.replace(file)
    return file


def _subset(origin: Path, letters: Sequence[int], into: Path) -> None:
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    options = subset.Options(
        layout_features=FEATURES, flavor="woff2", hinting=False, name_IDs=[0, 1, 2, 13, 14], notdef_outline=True
    )
    font = TTFont(origin)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": WEIGHTS})
    subset.save_font(font, str(into), options)


if __name__ == "__main__":
    for written in cut():
        print(f"{written.relative_to(CHECKOUT)}: {written.stat().st_size / 1024:.1f} kB")
