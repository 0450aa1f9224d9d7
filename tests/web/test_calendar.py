"""Week and month, for the office with its clashes and for everybody as a sheet beside the list."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glascampus.basics import clock
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.sites.actions import keep_room
from glascampus.commons.sites.models import Room
from glascampus.web.months import filled, month_after, month_weeks
from tests.build import commons, courses

WEEK = "/buero/kalender/?ab=2027-03-31"  # runs begin thirty days after 1 March: a Wednesday


@pytest.fixture(autouse=True)
def _on_the_day_of_the_data(now):
    shift = now - datetime.now(UTC)
    clock.turn_with(lambda: shift)


@pytest.fixture
def office(client, anna):
    client.force_login(anna)
    return client


@pytest.fixture
def room(campus):
    site = commons.site(campus)
    return keep_room(
        room=Room(campus=campus), by=SYSTEM, now=commons.NOW, site=site, name_de="Halle", slug="halle", seats=6
    )


def text(client, url):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(url).content.decode()))


def run_in(campus, title, **values):
    return courses.run(campus, courses.course(campus, title=title), **values)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 1)))
def test_a_month_is_whole_weeks_that_hold_each_of_its_days_once(day):
    first = day.replace(day=1)
    weeks = month_weeks(first)

    days = [one for week in weeks for one in week]
    assert all(week[0].weekday() == 0 and len(week) == 7 for week in weeks)
    assert [one for one in days if one.month == first.month] == [
        first + timedelta(n) for n in range((month_after(first) - first).days)
    ]
    assert month_after(month_after(first, 7), -7) == first


def test_what_happens_in_another_month_is_left_to_its_own_sheet():
    found = filled([date(2027, 3, 31), date(2027, 4, 1)], [(date(2027, 4, 1), "x"), (date(2027, 3, 31), "y")],
                   today=date(2027, 4, 1), month=date(2027, 3, 1))  # fmt: skip

    assert [(day.entries, day.off, day.today) for day in found] == [(("y",), False, False), ((), True, True)]


def test_a_room_taken_twice_stands_above_the_week_and_at_both_meetings(office, campus, room):
    for title in ("Erster", "Zweiter"):
        run_in(campus, title, room=room, site=room.site, capacity=6)

    page = text(office, WEEK)

    assert "Bei 2 passt etwas nicht." in page
    assert page.count("Halle ist zur selben Zeit für „Zweiter“ belegt.") == 2
    assert page.count("Überschneidung") == 2


def test_a_lecturer_in_two_places_and_a_room_too_small_are_named(office, campus, room):
    teacher = commons.person(campus, "Lehrkraft", "A", teaches=True)
    run_in(campus, "Erster", room=room, site=room.site, capacity=9, lecturers=[teacher])
    run_in(campus, "Zweiter", mode="live", lecturers=[teacher])

    page = text(office, WEEK)

    assert "Lehrkraft A lehrt zur selben Zeit in „Erster“." in page
    assert "Halle hat 6 Plätze, der Durchgang 9." in page


def test_a_live_meeting_needs_no_room_and_a_cancelled_run_no_time(office, campus, room):
    run_in(campus, "Erster", room=room, site=room.site)
    run_in(campus, "Zweiter", room=room, site=room.site, mode="live")
    run_in(campus, "Dritter", room=room, site=room.site, state="cancelled")

    page = text(office, WEEK)

    assert "Kein Raum und keine Lehrkraft ist doppelt verplant." in page
    assert "Dritter" not in page


def test_who_narrows_the_calendar_still_sees_the_clash_with_what_is_hidden(office, campus, room):
    one, two = (commons.person(campus, "Lehrkraft", name, teaches=True) for name in "AB")
    run_in(campus, "Erster", room=room, site=room.site, lecturers=[one])
    run_in(campus, "Zweiter", room=room, site=room.site, lecturers=[two])

    page = text(office, f"{WEEK}&person={one.pk}")

    assert "Ein Termin." in page
    assert "Halle ist zur selben Zeit für „Zweiter“ belegt." in page


def test_the_month_is_a_table_with_a_caption_and_a_heading_for_each_weekday(office, campus):
    run_in(campus, "Erster", days=2)

    page = office.get("/buero/kalender/?ansicht=monat&ab=2027-03-10").content.decode()

    assert '<caption class="out">März 2027</caption>' in page
    assert re.findall(r'<th scope="col">(\w\w)</th>', page) == ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"]
    assert page.count(">Erster</a>") == 1  # its second day is in April


def next_clash(office, url):
    """Where the page says that the next clash is, and where it leads."""
    return re.findall(r'Nächste Überschneidung: <a href="([^"]+)">([^<]+)</a>', office.get(url).content.decode())


@pytest.mark.parametrize("view", ["woche", "monat"])
@pytest.mark.parametrize("shown", ["2027-02-03", "2027-03-01"])  # over, and the one in which we are
def test_a_quiet_time_leads_to_the_next_clash(office, campus, room, view, shown):
    for title in ("Erster", "Zweiter"):
        run_in(campus, title, room=room, site=room.site, starts_in_days=40, state="planned")

    [(url, says)] = next_clash(office, f"/buero/kalender/?ansicht={view}&ab={shown}")

    assert (url, says) == (f"?ansicht={view}&amp;ab=2027-04-10", "Samstag, 10. April 2027, Halle")
    page = office.get("/buero/kalender/" + url.replace("&amp;", "&")).content.decode()
    assert 'id="ueberschneidungen"' in page
    assert "Nächste Überschneidung" not in page


def test_no_next_clash_is_named_after_the_last_one_or_where_the_calendar_is_narrowed(office, campus, room):
    for title in ("Erster", "Zweiter"):
        run_in(campus, title, room=room, site=room.site)

    assert next_clash(office, "/buero/kalender/?ab=2027-03-01")
    assert next_clash(office, "/buero/kalender/?ab=2027-04-07") == []
    assert next_clash(office, f"/buero/kalender/?ab=2027-03-01&raum={room.pk}") == []


@pytest.mark.parametrize("view", ["woche", "monat"])
@pytest.mark.parametrize(("rows", "rooms", "queries"), [(1, 1, 11), (50, 50, 11), (50, 1, 10)])
def test_the_calendar_asks_one_question_more_where_nothing_clashes(
    office, campus, room, view, rows, rooms, queries, django_assert_num_queries
):
    halls = [
        keep_room(room=Room(campus=campus), by=SYSTEM, now=commons.NOW, site=room.site, name_de=f"Halle {n}", slug=f"halle-{n}", seats=6)
        for n in range(rooms)
    ]  # fmt: skip
    for n in range(rows):
        teacher = commons.person(campus, "Lehrkraft", str(n), teaches=True)
        run_in(campus, f"Kurs {n}", room=halls[n % rooms], site=room.site, lecturers=[teacher])

    with django_assert_num_queries(queries):
        assert office.get(f"{WEEK}&ansicht={view}").status_code == 200


@pytest.mark.parametrize(
    "asked",
    ["ab=x", "ab=9999-12-31", "ab=0001-01-01", "ab=2027-02-30", "ansicht=jahr", "raum=-1", "raum=99999999999999", "person=²", "ort=a%00b"],
)  # fmt: skip
def test_nonsense_in_the_address_is_not_asked(office, campus, asked):
    for view in ("woche", "monat"):
        assert office.get(f"/buero/kalender/?{asked}&ansicht={view}").status_code == 200


# For everybody


def test_the_list_stays_what_one_gets_first_and_names_the_sheet(client, campus):
    run_in(campus, "Erster")

    page = client.get("/termine/").content.decode()

    assert 'class="dates"' in page
    assert 'href="?ansicht=monat"' in page


def test_the_sheet_shows_each_day_of_a_run_and_its_seats_once(client, campus):
    run = run_in(campus, "Erster", starts_in_days=8, days=2)

    page = text(client, "/termine/?ansicht=monat&monat=2027-03")

    assert (page.count("Erster"), page.count("6 Plätze frei")) == (2, 1)
    assert "Tag 2 von 2" in page
    assert f"#{run.code}" in client.get("/termine/?ansicht=monat&monat=2027-03").content.decode()


def test_one_turns_from_this_month_to_the_last_with_a_beginning(client, campus):
    run_in(campus, "Erster", starts_in_days=40)

    pages = [
        client.get(f"/termine/?ansicht=monat&monat={m}").content.decode() for m in ("2020-01", "2027-04", "2031-12")
    ]

    assert [re.findall(r"<h1>([^<]+)</h1>", page) for page in pages] == [["März 2027"], ["April 2027"], ["April 2027"]]
    assert ["Monat davor" in page for page in pages] == [False, True, True]
    assert ["Monat danach" in page for page in pages] == [True, False, False]


@pytest.mark.parametrize("view", ["", "ansicht=monat&"])
def test_filters_are_links_that_keep_each_other_and_the_view(client, campus, view):
    run_in(campus, "Vor Ort", starts_in_days=8)
    run_in(campus, "Zuhause", starts_in_days=9, mode="live", language="en")

    page = client.get(f"/termine/?{view}form=live").content.decode()

    assert ("Zuhause" in page, "Vor Ort</a>" in page) == (True, False)
    assert f'href="?{view.replace("&", "&amp;")}form=live&amp;sprache=en"' in page


def test_a_planned_or_cancelled_run_is_nobodys_date(client, campus):
    for state in ("planned", "cancelled"):
        run_in(campus, f"Kurs {state}", starts_in_days=8, state=state)

    assert "Kurs planned" not in text(client, "/termine/?ansicht=monat")
    assert "Kurs cancelled" not in text(client, "/termine/?ansicht=monat")


@pytest.mark.parametrize("rows", [1, 50])
def test_the_sheet_asks_few_questions(client, campus, rows, django_assert_num_queries):
    for n in range(rows):
        run_in(campus, f"Kurs {n}", starts_in_days=8, days=2)

    with django_assert_num_queries(SHEET_QUERIES):
        assert client.get("/termine/?ansicht=monat").status_code == 200


SHEET_QUERIES = 3


@pytest.mark.parametrize("asked", ["monat=2027-13", "monat=x", "ansicht=woche", "form=x&sprache=%00", "seite=-1"])
def test_nonsense_shows_the_dates(client, campus, asked):
    for view in ("", "&ansicht=monat"):
        assert client.get(f"/termine/?{asked}{view}").status_code == 200
