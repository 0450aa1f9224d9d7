"""What a funder reads by quarter: whole quarters, small numbers hidden, and nothing to be had by subtracting one span from another."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from glascampus.commons.journal.rules import SYSTEM
from glascampus.stations.credentials import actions as papers
from glascampus.stations.impact import rules
from glascampus.stations.impact.reads.quarters import _protected, table
from tests.build import credentials, needs
from tests.build.commons import NOW

keys = st.tuples(st.integers(2024, 2028), st.integers(1, 4))


@pytest.mark.parametrize(("at", "key"), [
    (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), (2026, 4)), (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), (2027, 1)),
    (datetime(2027, 3, 31, 21, 59, tzinfo=UTC), (2027, 1)), (datetime(2027, 3, 31, 22, 0, tzinfo=UTC), (2027, 2)),
])  # fmt: skip
def test_a_quarter_begins_at_midnight_in_torgau(at, key):
    assert rules.quarter_of(at) == key


@pytest.mark.parametrize(("text", "key"), [
    ("2027-1", (2027, 1)), ("2027-5", None), ("27-1", None), ("", None), ("²⁰²⁷-1", None), ("2027-1-1", None), ("٢٠٢٧-1", None),
])  # fmt: skip
def test_only_a_year_and_a_quarter_are_understood(text, key):
    assert rules.quarter_named(text) == key


def test_the_choice_runs_without_a_gap_from_the_first_that_holds_anything():
    counts = rules.empty_counts()
    counts["papers"][2026, 3] += 1
    counts["papers"][2025, 1] += 0

    assert rules.quarters_from(counts, NOW) == ((2026, 3), (2026, 4), (2027, 1))
    assert rules.quarters_from(rules.empty_counts(), NOW) == ((2027, 1),)


@given(first=st.none() | keys, last=st.none() | keys, begin=keys)
def test_a_span_is_never_empty_and_lies_in_the_choice(first, last, begin):
    choice = rules.quarters_from({"x": Counter({begin: 1})}, datetime(2028, 12, 1, tzinfo=UTC))

    found = rules.chosen(choice, first, last)

    assert found
    assert list(found) == [key for key in choice if found[0] <= key <= found[-1]]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.data())
def test_no_small_number_of_people_is_ever_printed(people, data):
    passed = [data.draw(st.integers(0, n)) for n in people]
    counts = dict.fromkeys(rules.MEASURES, people) | {"certificates": passed}

    shown = _protected(counts)

    for code, cells in shown.items():
        if code not in rules.EXACT and code != "hours_attended":
            assert all(cell.value is None or cell.value not in {1, 2} for cell in cells), code
    for whole, part in zip(shown["papers"], shown["certificates"], strict=True):
        if whole.value is not None and part.value:
            assert whole.value - part.value not in {1, 2}


def test_hours_of_too_few_people_are_not_printed(campus):
    run = credentials.run(campus)
    credentials.attend(credentials.seat(run))

    rows = {row.code: row for row in table(NOW).rows}

    assert rows["people_attended"].cells == ("<3",)
    assert rows["hours_attended"].cells == ("–",)


def test_the_table_counts_needs_people_hours_and_papers(campus):
    needs.firms(campus, needs.topic(campus), 4)
    run = credentials.run(campus, assessed=False)
    for n in range(5):
        credentials.attend(credentials.seat(run, f"Alex{n}"))
    papers.close_run(run=run, by=SYSTEM, now=NOW)

    rows = {row.code: (row.cells, row.total) for row in table(NOW).rows}

    assert rows["needs_stated"] == (("4",), "4")
    assert rows["firms_stated"] == (("4",), "4")
    assert rows["people_attended"] == (("5",), "5")
    assert rows["hours_attended"] == (("80",), "80")
    assert rows["papers"] == (("5",), "5")
    assert rows["runs_held"] == (("1",), "1")


def test_two_spans_show_the_same_cells_and_no_total_that_could_be_subtracted(campus):
    topic = needs.topic(campus)
    for n in range(7):
        needs.confirmed(
            campus,
            topic,
            wish=f"w{n}",
            email=f"a{n}@example.org",
            organisation_name=f"F{n}",
            now=NOW - timedelta(days=200),
        )
    needs.confirmed(campus, topic, wish="spät", email="b@example.org", organisation_name="G", now=NOW)

    wide = {row.code: row for row in table(NOW, (2026, 3), (2027, 1)).rows}["needs_stated"]
    narrow = {row.code: row for row in table(NOW, (2026, 3), (2026, 3)).rows}["needs_stated"]

    assert wide.cells[0] == narrow.cells[0]
    assert wide.cells[-1] in {"<3", "–"}
    assert "8" not in wide.total
    assert wide.total in {"mindestens 7", "zu wenige, um sie zu zeigen"}


def test_the_table_asks_a_fixed_number_of_questions(campus):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            table(NOW)
        return len(queries)

    credentials.credential(campus)
    one = asked()
    for n in range(5):
        credentials.credential(campus, starts_at=NOW - timedelta(days=40 * n + 10))
    needs.firms(campus, needs.topic(campus), 5)

    assert asked() == one
    assert one <= 8
