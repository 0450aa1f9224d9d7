"""A day has a short and a long way to be written, in each language, and a source's partial date is put into words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from glascampus.basics import days

MONDAY = date(2027, 3, 8)


@pytest.mark.parametrize(
    ("way", "german", "english"),
    [
        (days.short, "8. März 2027", "8 Mar 2027"),
        (days.long, "8. März 2027", "8 March 2027"),
        (days.month, "März 2027", "March 2027"),
    ],
)
def test_each_language_has_its_own_way(way, german, english):
    assert (way(MONDAY, "de"), way(MONDAY, "en"), way(MONDAY)) == (german, english, german)
    assert way(None) == ""


def test_a_moment_is_the_day_of_the_campus():
    assert days.short(datetime(2027, 1, 10, 23, 30, tzinfo=UTC)) == "11. Jan. 2027"


@pytest.mark.parametrize(
    ("typed", "german", "english"),
    [
        ("2020-02, 2020-03-09", "Februar 2020; 9. März 2020", "February 2020; 9 March 2020"),
        ("2020-02,2020-03-09 ; 2021", "Februar 2020; 9. März 2020; 2021", "February 2020; 9 March 2020; 2021"),
        ("2019-07/2019-10", "Juli 2019/Oktober 2019", "July 2019/October 2019"),
        ("2019 bis 2020-03", "2019 bis März 2020", "2019 bis March 2020"),
        (" 2020 ", "2020", "2020"),
        ("2019-2020", "2019-2020", "2019-2020"),
        ("Frühjahr 2020, und danach", "Frühjahr 2020, und danach", "Frühjahr 2020, und danach"),
        ("2020-02-30", "2020-02-30", "2020-02-30"),
        ("2020-13", "2020-13", "2020-13"),
        ("12020-03-091", "12020-03-091", "12020-03-091"),
        ("", "", ""),
    ],
)
def test_the_date_of_a_source_is_put_into_words(typed, german, english):
    assert (days.dated(typed, "de"), days.dated(typed, "en")) == (german, english)
