"""A room or a lecturer taken twice in coming meetings stands on the board, by the calendar's own rule."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from django.utils import translation

from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.roll.reads import announced
from glascampus.commons.roll.rules import TODAY, Section
from glascampus.commons.sites.actions import keep_room
from glascampus.commons.sites.models import Room
from glascampus.stations.courses import reads
from glascampus.stations.courses.models import Session
from glascampus.stations.courses.rules import LOOKS_AHEAD, clash_section, room_taken
from tests.build import commons, courses

DAY = timedelta(days=1)


def hall(campus, name="Halle"):
    site = commons.site(campus, slug=f"site-{name.casefold()}")
    return keep_room(
        room=Room(campus=campus), by=SYSTEM, now=commons.NOW, site=site, name_de=name, name_en=f"{name} (en)", slug=name.casefold(), seats=6
    )  # fmt: skip


def run_in(campus, title, room, **values):
    return courses.run(campus, courses.course(campus, title=title), room=room, site=room.site, **values)


def items(now):
    return [item for item in announced("board", now) if item.url.startswith(("/buero/kalender/", "/en/buero/kalender/"))]  # fmt: skip


@pytest.mark.parametrize(
    ("mode", "own", "of_run", "room"),
    [("presence", 1, 2, 1), ("presence", None, 2, 2), ("presence", None, None, None), ("live", 1, 2, None)],
)
def test_a_meetings_own_room_counts_first_and_a_live_one_takes_none(mode, own, of_run, room):
    assert room_taken(mode=mode, own=own, of_run=of_run) == room
    assert {"presence", "live"} == set(Session.Mode.values)


@pytest.mark.parametrize(("days_left", "section"), [(0, Section.DUE), (14, Section.DUE), (15, Section.OPEN)])
def test_a_near_clash_falls_due_and_none_is_for_today(days_left, section):
    assert clash_section(days_left) == section
    assert section not in TODAY


def test_without_a_clash_the_board_says_nothing(campus, now):
    room = hall(campus)
    run_in(campus, "Erster", room)
    run_in(campus, "Zweiter", room, starts_in_days=31)

    assert items(now) == []


def test_two_drafts_in_one_room_are_one_item_that_opens_their_week(campus, now):
    room = hall(campus)
    for title in ("Erster", "Zweiter"):
        run_in(campus, title, room, state="planned")

    [item] = items(now)

    assert item.title == "Doppelt verplant am 31. März 2027: Halle"
    assert item.detail == "„Erster“ und „Zweiter“ zur selben Zeit."
    assert item.url == "/buero/kalender/?ab=2027-03-31"
    assert item.section == Section.OPEN


def test_the_nearest_of_several_is_named_with_all_that_is_taken_and_the_rest_counted(campus, now):
    room, teacher = hall(campus), commons.person(campus, "Toni", "Glas", teaches=True)
    for title in ("Erster", "Zweiter"):
        run_in(campus, title, room, days=3, starts_in_days=10, lecturers=[teacher])

    [item] = items(now)

    assert item.title == "Doppelt verplant am 11. März 2027: Halle, Toni Glas"
    assert item.detail == "„Erster“ und „Zweiter“ zur selben Zeit. Dazu kommen 2 weitere Überschneidungen."
    assert item.section == Section.DUE


def test_it_is_said_in_english_and_two_runs_of_one_course_are_named_once(campus, now):
    room, course = hall(campus), courses.course(campus, title="Erster")
    for _ in range(2):
        courses.run(campus, course, days=2, room=room, site=room.site)

    with translation.override("en"):
        [item] = items(now)

    assert item.title == "Double-booked on 31 March 2027: Halle (en)"
    assert item.detail == "“Erster (en)” twice at the same time. There is one more clash."
    assert item.url == "/en/buero/kalender/?ab=2027-03-31"


def test_cancelled_past_and_far_away_runs_do_not_clash(campus, now):
    room = hall(campus)
    run_in(campus, "Erster", room)
    run_in(campus, "Abgesagt", room, state="cancelled")
    for title in ("Vorbei", "Auch vorbei"):
        run_in(campus, title, room, starts_in_days=-9)
    for title in ("Fern", "Auch fern"):
        run_in(campus, title, room, starts_in_days=LOOKS_AHEAD.days + 1)

    assert items(now) == []
    assert [str(pair.courses[0]) for pair in reads.taken_twice(now + 2 * DAY)] == ["Fern"]


@pytest.mark.parametrize("seed", range(5))
def test_the_board_counts_exactly_what_the_calendar_marks(campus, anna, now, seed):
    chance = Random(seed)
    rooms = [hall(campus, name) for name in ("Halle", "Labor")]
    people = [commons.person(campus, "Lehrkraft", name, teaches=True) for name in "ABC"]
    for n in range(9):
        run = run_in(
            campus, f"Kurs {n}", rooms[n % 2], starts_in_days=chance.randrange(8, 14), days=chance.randrange(1, 4),
            mode=chance.choice(["presence", "live"]), state=chance.choice(["planned", "open", "cancelled"]),
            lecturers=chance.sample(people, chance.randrange(3)),
        )  # fmt: skip
        if chance.random() < 0.3:
            Session.objects.filter(run=run).update(room=chance.choice(rooms))

    marked = reads.planned_between(now, now + LOOKS_AHEAD, anna)
    said = [why.code for row in marked for why in row.troubles if why.code != "room_too_small"]
    found = reads.taken_twice(now)

    assert sum(len(pair.names) for pair in found) == len(said) / 2 > 0
    assert [pair.starts_at for pair in found] == sorted(pair.starts_at for pair in found)


@pytest.mark.parametrize("rows", [1, 2, 30])
def test_it_takes_one_query(campus, now, rows, django_assert_num_queries):
    room, teacher = hall(campus), commons.person(campus, "Toni", "Glas", teaches=True)
    for n in range(rows):
        run_in(campus, f"Kurs {n}", room, lecturers=[teacher])

    with django_assert_num_queries(1):
        assert len(reads.taken_twice(now)) == rows * (rows - 1) / 2
