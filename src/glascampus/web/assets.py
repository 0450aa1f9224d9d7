"""Cut the one font of the house: ``python -m glascampus.web.assets``.

The package ``fontpkg-source-sans-3`` brings Source Sans 3 as a variable TTF (OFL). A reading page needs its Latin letters and its weights only,
so the rest is cut away once and kept as WOFF2 under ``build/font`` (which is not in version control).
"""

from __future__ import annotations

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
TARGET = CHECKOUT / "build" / "font" / "web" / "source-sans-3.woff2"
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl"]  # figures are tabular by default
WEIGHTS = (300, 700)
LETTERS = (
    *range(0x20, 0x7F),  # ASCII
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A: names of neighbours, too
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


def source() -> Path:
    """The variable upright TTF inside the installed package."""
    import fontpkg_source_sans_3

    return Path(fontpkg_source_sans_3.ROOT) / "files" / "SourceSans3[wght].ttf"


def cut(target: Path = TARGET) -> Path:
    """Write the subset to ``target`` unless it is there and newer than the package; returns ``target``."""
    origin = source()
    if target.exists() and target.stat().st_mtime >= max(origin.stat().st_mtime, Path(__file__).stat().st_mtime):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    _subset(origin, unfinished)
    unfinished.replace(target)
    return target


def _subset(origin: Path, into: Path) -> None:
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    options = subset.Options(
        layout_features=FEATURES, flavor="woff2", hinting=False, name_IDs=[0, 1, 2, 13, 14], notdef_outline=True
    )
    font = TTFont(origin)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": WEIGHTS})
    subset.save_font(font, str(into), options)


if __name__ == "__main__":
    written = cut()
    print(f"{written.relative_to(CHECKOUT)}: {written.stat().st_size / 1024:.1f} kB")
