"""Whatever the office types or pastes becomes clean HTML: nothing in it runs, loads, or breaks the order of headings."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glascampus.engines.markdown import first_of, html_of, plain_of

HOSTILE = [
    "<script>xq()</script>", "<img src=x onerror=xq()>", "<svg/onload=xq()>", "<a href=javascript:xq()>x</a>", "![x](https://xq.example/x.png)",
    "[x](javascript:xq())", "[x](JaVaScRiPt:xq())", "[x](&#106;avascript:xq())", "[x](data:text/html,xq)", "[x](vbscript:xq)",
    "[x](//xq.example)", "[x](/\\xq.example)", "<javascript:xq()>", "[x]: javascript:xq()\n\n[x]", "[x](https://ok.example \"' onclick=xq() '\")",
    "<style>@import '//xq.example'</style>", "```<script>\nxq()\n```", "<!-- --><iframe src=//xq.example>", "<base href=//xq.example>",
    "[x](<java\tscript:xq()>)", "> <form action=//xq.example>", "# <b onclick=xq()>", "**<marquee onstart=xq()>**",
]  # fmt: skip
TAG = re.compile(r"<(/?[a-z0-9]+)((?:\s[^<>]*)?)>")
ALLOWED = {"p", "br", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "a", "blockquote", "hr", "code", "pre"}  # fmt: skip
LINK = re.compile(r'(\shref="(https?://|mailto:|tel:|/(?![/\\])|#)[^"]*")?\srel="noopener"')


def assert_clean(made: str) -> None:
    """Only tags of the list, no attributes but a link's address; every other sign is a word."""
    for name, attributes in TAG.findall(made):
        assert name.strip("/") in ALLOWED, made
        if attributes:
            assert LINK.fullmatch(attributes) or (name == "ol" and re.fullmatch(r'\sstart="\d+"', attributes)), made
    assert "<" not in TAG.sub("", made)


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_hostile_comes_through(typed):
    assert_clean(html_of(typed))
    assert_clean(html_of(f"Davor {typed} danach\n\n- {typed}"))


@given(st.text(alphabet="<>[]()!#*_`:/\\\"'& \n-1ajs.é\u202e\0", max_size=80))
def test_no_text_at_all_makes_anything_but_the_listed_tags(typed):
    assert_clean(html_of(typed))


def test_words_links_and_lists_read_as_they_were_meant():
    made = html_of("Ein **wichtiger** [Kurs](/kurse/) und [mehr](https://a.example/x?y=1&z=2).\n\n- eins\n- zwei")

    assert "<strong>wichtiger</strong>" in made
    assert '<a href="/kurse/" rel="noopener">Kurs</a>' in made
    assert '<a href="https://a.example/x?y=1&amp;z=2" rel="noopener">mehr</a>' in made
    assert made.count("<li>") == 2


@pytest.mark.parametrize(
    ("typed", "levels"),
    [
        ("# a\n## b\n# c", "232"),
        ("### a\n##### b", "23"),
        ("#### a\n# b\n### c", "223"),
        ("# a\n###### b\n## c", "233"),
    ],
)
def test_headings_follow_the_heading_of_the_page_without_a_gap(typed, levels):
    assert "".join(re.findall(r"<h(\d)>", html_of(typed))) == levels


@given(st.lists(st.integers(1, 6), min_size=1, max_size=12))
def test_no_heading_is_more_than_one_deeper_than_the_one_before(levels):
    found = [int(level) for level in re.findall(r"<h(\d)>", html_of("\n".join(f"{'#' * n} x" for n in levels)))]

    assert found[0] == 2
    assert all(after <= before + 1 for before, after in pairwise(found))


def test_a_link_that_leads_nowhere_keeps_its_words():
    assert html_of("[Wort](//xq.example)") == '<p><a rel="noopener">Wort</a></p>\n'


def test_the_first_words_are_plain_and_end_between_words():
    assert first_of("# Titel\n\nEin **fettes** [Wort](https://a.example).\n\nMehr.") == "Ein fettes Wort."
    assert first_of("wort " * 100, 22) == "wort wort wort wort …"
    assert plain_of("a\nb\n\n- c") == "a b c"


@pytest.mark.parametrize("sign", ["[", "*", "`", ">", "![", "[a](b", "_a ", "# x\n", "<"])
def test_a_page_full_of_one_sign_takes_its_second_at_most(sign):
    begin = time.process_time()
    html_of(sign * (20_000 // len(sign)))

    assert time.process_time() - begin < 3
