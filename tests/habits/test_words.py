"""The words we avoid stand in no sentence of the campus; the list is a page of the handbook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from glascampus.web import catalogues

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "docs" / "handbook"
ROW = re.compile(r"^\| (?P<word>[^|]+) \| (?P<instead>[^|]+) \|$", re.MULTILINE)


def avoided(language: str) -> dict[str, str]:
    """Each avoided word with what we write instead."""
    page = (BOOK / language / "woerter.md").read_text(encoding="utf-8")
    rows = ROW.findall(page.split('<a id="meiden">')[1])
    return dict(rows[1:])  # the first row is the heading


def sentences(language: str) -> list[str]:
    """Every sentence of the product in this language, and every chapter of the handbook but the one on words."""
    if language == "de":
        said = [sentence for _context, sentence in catalogues.asked_for()]
    else:
        said = [
            text
            for po in catalogues.catalogues()
            for message in catalogues._read(po)
            if message.id
            for text in ([message.string] if isinstance(message.string, str) else message.string)
        ]
    return said + [f.read_text(encoding="utf-8") for f in (BOOK / language).glob("*.md") if f.stem != "woerter"]


def found_in(text: str, words: dict[str, str]) -> list[str]:
    """The avoided words of a text; a phrase in „…“ or “…” on the right side of the list is allowed although it holds the word."""
    allowed = [phrase for instead in words.values() for phrase in re.findall("[„“]([^“”]+)[“”]", instead)]
    for phrase in allowed:
        text = text.replace(phrase, "")
    return [word for word in words if re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE)]


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_sentence_holds_a_word_we_avoid(language):
    words = avoided(language)

    assert len(words) > 15
    assert [(text[:90], found) for text in sentences(language) if (found := found_in(text, words))] == []


def test_an_avoided_word_is_found_and_an_allowed_phrase_is_not():
    words = {"Teilnehmer": "als Rolle „Teilnehmerin oder Teilnehmer“", "ungültig": "sagen, was nicht stimmt"}

    assert found_in("Ungültige Eingabe der Teilnehmerzahl", words) == ["Teilnehmer", "ungültig"]
    assert found_in("Als Teilnehmerin oder Teilnehmer anmelden", words) == []


def test_no_sentence_shouts_or_smiles():
    for language in ("de", "en"):
        assert [
            text for text in sentences(language) if re.search("[A-Za-zäöüß]!(?!=)|[\U0001f300-\U0001faff]", text)
        ] == []
