"""The search engine on its own: what counts as the same word, what is put right, what comes first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glascampus.engines.search.asking import ask
from glascampus.engines.search.index import Document, Index
from glascampus.engines.search.likeness import alike, nearest
from glascampus.engines.search.marks import excerpt, marked
from glascampus.engines.search.words import STOP_WORDS, bare, same_stem


def index_of(*titles: str) -> Index:
    return Index([Document(((title, 10),)) for title in titles])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Glaeser", "Gläser"),
        ("Straße", "STRASSE"),
        ("Kühlung", "Kuehlung"),
        ("Übung", "Uebung"),
        ("cafe\u0301", "Café"),
    ],
)
def test_two_spellings_are_one_word(one, other):
    assert bare(one) == bare(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("schmelze", "schmelzen"),
        ("glas", "glaser"),
        ("ofen", "ofens"),
        ("furnace", "furnaces"),
        ("melting", "melt"),
        ("fehler", "fehlern"),
    ],
)
def test_forms_of_a_word_are_the_same(one, other):
    assert same_stem(bare(one), bare(other))


@pytest.mark.parametrize(("one", "other"), [("glas", "gras"), ("feuer", "steuer"), ("ofen", "oft")])
def test_other_words_stay_other_words(one, other):
    assert not same_stem(bare(one), bare(other))


def test_the_word_itself_comes_before_its_compounds():
    index = index_of("Glasschmelzofen", "Glasschmelze", "Schmelze")

    assert ask(index, "schmelzen").documents == [2, 1, 0]


def test_a_short_part_counts_only_where_a_word_begins():
    index = index_of("Geschichte der Region", "Nachtschicht", "Frost")

    assert ask(index, "Schicht").documents == [1]
    assert alike(index, "rost") == {}


def test_a_compound_that_no_text_has_is_cut_into_its_parts():
    index = index_of("Feuer löschen mit dem Löscher", "Feuer machen")

    assert ask(index, "Feuerlöscher").documents == [0]


def test_typing_errors_are_named():
    index = index_of("Glasschmelze", "Brandschutz")

    answer = ask(index, "Glasschmelse")

    assert (answer.documents, answer.corrected) == ([0], [("Glasschmelse", "Glasschmelze")])


def test_a_word_far_from_all_is_only_a_guess_or_nothing():
    assert nearest(bare("evakkuirunng"), ["evakuierung"]) == ("evakuierung", True)
    assert nearest(bare("efakkuirrunng"), ["evakuierung"]) == ("evakuierung", False)
    assert nearest("glas", ["gras", "ofen"]) == ("", False)
    assert nearest("januar", ["jana"]) == ("jana", False)
    assert nearest("drucken", ["rucken"]) == ("rucken", False)
    assert nearest("schmelse", ["schmelze"]) == ("schmelze", True)
    assert nearest("abc", ["abd"]) == ("", False)
    assert nearest("welding", ["leading", "working"]) == ("", False)


def test_all_words_must_be_met_else_those_with_the_most():
    index = index_of("Glas schneiden", "Glas schmelzen", "Holz schneiden")

    assert ask(index, "Glas schneiden").documents == [0]
    assert not ask(index, "Glas schneiden").is_partial
    assert set(ask(index, "Holz schmelzen").documents) == {1, 2}
    assert ask(index, "Holz schmelzen").is_partial


def test_a_code_finds_what_begins_with_it_and_no_other_code():
    index = index_of("gc-06-e", "gc-08-a", "GC-081", "ISO 9001 verstehen")

    assert ask(index, "GC-08").documents == [1]
    assert ask(index, "GC-08", unfinished=True).documents == [1, 2]
    assert ask(index, "gc-06-e").documents == [0]
    assert ask(index, "gc-07").documents == []
    assert ask(index, "iso-9001").documents == [3]


def test_little_words_do_not_count_unless_there_is_nothing_else():
    index = index_of("Was kann Glas", "Kann Holz")

    assert ask(index, "was ist mit dem Glas").documents == [0]
    assert ask(index, "was kann Glas").documents[:1] == [0]
    assert ask(index, "der die das").documents == []


def test_whoever_still_types_finds_beginnings():
    index = index_of("Brandschutz", "Glas")

    assert ask(index, "br", unfinished=True).documents == [0]
    assert ask(index, "br").documents == []


def test_an_index_made_from_an_older_one_is_the_same():
    older = index_of("Glas", "Holz", "Sand")
    documents = [Document((("Glas", 10),)), Document((("Ton", 10),))]

    fresh, next_one = Index(documents), Index(documents, older)

    assert next_one.places == fresh.places
    assert ask(next_one, "holz").documents == []


def test_found_words_are_marked_and_long_texts_cut_round_them():
    assert marked("Die Schmelze, <b>", {"schmelze"}) == [("Die ", False), ("Schmelze", True), (", <b>", False)]
    cut = excerpt("viel Text davor " * 30 + "Schmelze und danach " + "noch mehr " * 30, {"schmelze"})
    assert ("Schmelze", True) in cut
    assert sum(len(text) for text, _found in cut) < 200


@given(st.text(max_size=120), st.lists(st.text(max_size=60), max_size=6), st.booleans())
def test_nothing_that_is_typed_breaks_it(question, titles, unfinished):
    index = index_of(*titles)

    answer = ask(index, question, unfinished=unfinished)

    assert len(set(answer.documents)) == len(answer.documents)
    for title in titles:
        assert "".join(text for text, _found in marked(title, answer.words)) == title


@given(st.lists(st.from_regex(r"[a-zäöüß]{4,12}", fullmatch=True), min_size=1, max_size=8))
def test_every_word_is_found_by_itself(words):
    index = index_of(*words)
    for number, word in enumerate(words):
        if bare(word) not in STOP_WORDS:
            assert number in ask(index, word).documents
