"""Prerequisites without circles, gaps first, sentences paired."""

import graphlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glascampus.stations.curriculum.rules import Covered, NotReady, closes_circle, gaps_first, sentences_of

IDS = st.integers(0, 8)
GRAPHS = st.dictionaries(IDS, st.sets(IDS, max_size=4), max_size=9)


@given(GRAPHS, IDS, st.sets(IDS, max_size=4))
def test_what_closes_no_circle_can_be_sorted_and_what_does_cannot(graph, module, wanted):
    """Against the standard library's own topological sort; a graph that was whole before stays whole exactly then."""
    rest = {k: v for k, v in graph.items() if k != module}
    try:
        graphlib.TopologicalSorter(rest).prepare()
    except graphlib.CycleError:
        return
    whole = True
    try:
        graphlib.TopologicalSorter({**rest, module: wanted}).prepare()
    except graphlib.CycleError:
        whole = False
    assert closes_circle(graph, module, wanted) is not whole


def test_a_module_that_needs_itself_is_a_circle():
    assert closes_circle({}, 1, [1])
    assert closes_circle({2: [3], 3: [1]}, 1, [2])
    assert not closes_circle({1: [2]}, 2, [])


def test_gaps_come_first_and_keep_the_order_of_strength():
    rows = [
        Covered("a", 9, "", (("m", 1),)),
        Covered("b", 8, "", ()),
        Covered("c", 7, "", (("m", 3), ("n", 2))),
        Covered("d", 6, "", ()),
    ]
    assert [row.topic for row in gaps_first(rows)] == ["b", "d", "a", "c"]
    assert [row.depth for row in gaps_first(rows)] == [0, 0, 1, 3]


def test_sentences_are_paired_by_line():
    assert sentences_of(" eins \n\n zwei", "one") == [("eins", "one"), ("zwei", "")]


def test_more_english_than_german_is_refused():
    with pytest.raises(NotReady):
        sentences_of("eins", "one\ntwo")
