"""The look keeps its word: readable in both schemes, small, and from nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from glascampus.web import assets

CSS = assets.CHECKOUT / "src" / "glascampus" / "web" / "static" / "web" / "campus.css"
TEXT = CSS.read_text(encoding="utf-8")
SURFACES = ["paper", "surface", "sunk"]
READ = [
    *((ink, on) for ink in ("ink", "ink-2", "glass", "glass-deep", "stop", "glow") for on in SURFACES),
    *(("ink", f"{tone}-soft") for tone in ("glass", "glow", "ok", "warn", "stop")),
    *((tone, f"{tone}-soft") for tone in ("glass", "glow", "ok", "warn", "stop")),
    ("glass-deep", "glass-soft"), ("on-glass", "glass"), ("on-glass", "glass-deep"),
]  # fmt: skip
SEEN = [("edge", "surface"), ("edge", "paper"), ("glass", "sunk"), ("glow", "paper"), ("stop", "surface")]


def tokens(scheme: int) -> dict[str, str]:
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", TEXT)
    return {name: colours[scheme] for name, *colours in pairs}


def fallback() -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#\w{6});", TEXT.split("@supports")[0]))


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_the_greatest_contrast():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "on"), READ)
def test_every_word_can_be_read(ink, on, scheme):
    known = tokens(scheme)

    assert contrast(known[ink], known[on]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "on"), SEEN)
def test_every_edge_of_a_field_can_be_seen(edge, on, scheme):
    known = tokens(scheme)

    assert contrast(known[edge], known[on]) >= 3


def test_a_browser_without_light_dark_gets_the_light_scheme():
    assert fallback() == tokens(0)


def test_only_tokens_name_colours():
    without_tokens = TEXT[TEXT.index("/* shared by many */") :]

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", without_tokens) == []


def test_the_stylesheet_is_small_and_asks_nobody_else():
    assert len(TEXT.encode()) <= 24 * 1024
    assert "http" not in TEXT
    assert re.findall(r"url\((.*?)\)", TEXT) == [f'"{name}"' for name in assets.FILES]


def test_every_class_of_the_templates_is_in_the_stylesheet():
    unknown = {
        name for page in CSS.parents[3].parent.rglob("templates/**/*.html") for name in classes(page)
    } - known_classes()

    assert unknown == set()


def known_classes() -> set[str]:
    every = TEXT + CSS.with_name("wall.css").read_text(encoding="utf-8")
    return set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", every, flags=re.DOTALL)))


def classes(page: Path) -> set[str]:
    values = re.findall(r'\bclass="([^"]*)"', page.read_text(encoding="utf-8"))
    return {name for value in values for name in re.sub(r"\{[%{].*?[%}]\}", " ", value).split()}


def test_the_fonts_are_cut_once_and_light(tmp_path):
    pytest.importorskip("fontpkg_source_sans_3")
    every = assets.cut(tmp_path)
    made = [file.stat().st_mtime_ns for file in every]

    assert every[0].stat().st_size <= 22 * 1024, "the one of every page"
    assert every[1].stat().st_size <= 14 * 1024, "the one of pages with a name from next door"
    assert [file.stat().st_mtime_ns for file in assets.cut(tmp_path)] == made


def test_the_fonts_have_the_letters_of_german_pages_and_of_the_neighbours(tmp_path):
    pytest.importorskip("fontpkg_source_sans_3")
    from fontTools.ttLib import TTFont

    font, neighbours = map(TTFont, assets.cut(tmp_path))

    assert {ord(letter) for letter in "äöüÄÖÜßẞ„“‚‘»«–—…€×→←✓\u00a0\u202f"} <= set(font.getBestCmap())
    assert {ord(letter) for letter in "łŁżśćěřšžőŞğ"} <= set(neighbours.getBestCmap())
    assert "unicode-range: U+100-17F" in TEXT
    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes] == [("wght", 300, 700)]
