"""A plain mail becomes paragraphs, lists and buttons; its text stands once."""

from hypothesis import given
from hypothesis import strategies as st

from glascampus.engines.letters import Block, blocks

OWN = "https://campus.example"
BODY = """\
Guten Tag Bodo,

Ihr Platz ist gebucht.
Wir melden uns.

Termine:
- Montag, 9 Uhr
- Dienstag, 9 Uhr
Ort: Torgau

Ihre Buchung ansehen:
https://campus.example/buchung/x/

https://campus.example/kurse/
https://evil.example/
"""


def test_a_mail_is_read_as_it_is_meant():
    assert blocks(BODY, own=OWN, say_link="Öffnen") == [
        Block("text", ("Guten Tag Bodo,",)),
        Block("text", ("Ihr Platz ist gebucht.", "Wir melden uns.")),
        Block("text", ("Termine:",)),
        Block("list", ("Montag, 9 Uhr", "Dienstag, 9 Uhr")),
        Block("text", ("Ort: Torgau",)),
        Block("link", ("Ihre Buchung ansehen",), "https://campus.example/buchung/x/"),
        Block("link", ("Öffnen",), "https://campus.example/kurse/"),
        Block("text", ("https://evil.example/",)),
    ]


def test_what_stands_above_the_button_s_words_stays():
    assert blocks(f"Eins.\nZwei:\n{OWN}/x", own=OWN, say_link="Öffnen") == [
        Block("text", ("Eins.",)),
        Block("link", ("Zwei",), f"{OWN}/x"),
    ]


def test_the_same_line_twice_is_told_twice():
    assert blocks(f"a\n- b\na\n{OWN}/x\na", own=OWN, say_link="Öffnen") == [
        Block("text", ("a",)),
        Block("list", ("b",)),
        Block("text", ("a",)),
        Block("link", ("Öffnen",), f"{OWN}/x"),
        Block("text", ("a",)),
    ]


LINES = st.sampled_from(["", "a", "b:", "- c", f"{OWN}/x", "http://evil.example/", "- ", ":", " d "])


@given(st.lists(LINES))
def test_every_line_is_told_exactly_once_and_no_foreign_address_becomes_a_link(lines):
    found = blocks("\n".join(lines), own=OWN, say_link="Öffnen")

    told = [line for block in found for line in block.lines if block.kind != "link"]
    says = [block.lines[0] for block in found if block.kind == "link" and block.lines != ("Öffnen",)]
    assert len(told) + len(says) <= len([line for line in lines if line.strip()])
    assert sum(line.strip() == "a" for line in lines) == told.count("a")
    assert {block.url for block in found if block.kind == "link"} <= {f"{OWN}/x"}
    assert sum(block.kind == "link" for block in found) == lines.count(f"{OWN}/x")
