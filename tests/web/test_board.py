"""The office's board says truly what has to be decided, what waits, and what is open; nothing is more than a tap away."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from glascampus.basics import clock
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.roll.reads import announced
from glascampus.commons.roll.rules import TODAY, BoardItem, Section, arranged
from glascampus.commons.roll.words import SECTIONS, headline
from glascampus.stations.bookings import actions
from glascampus.stations.bookings.rules import Way, board_section
from glascampus.stations.courses.models import Run
from glascampus.stations.needs.actions import answer
from tests.build import bookings as build
from tests.build import commons, courses, legal, needs

A_DAY = timedelta(days=1)


@pytest.fixture
def office(client, anna, now):
    """Anna, on the day of the test data."""
    shift = now - datetime.now(UTC)
    clock.turn_with(lambda: shift)
    client.force_login(anna)
    return client


def on_board(now):
    """The titles by section."""
    return {
        section: [item.title for item in items] for section, items in arranged(announced("board", now)).sections.items()
    }


def told(text):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@pytest.mark.parametrize("seed", range(20))
def test_nothing_announced_is_lost_and_the_headline_counts_what_stands_below_it(seed):
    chance = Random(seed)
    pairs = [(chance.choice(list(Section)), chance.randrange(5)) for _ in range(chance.randrange(30))]
    items = [BoardItem(str(n), "", "/", "", urgency, section=section) for n, (section, urgency) in enumerate(pairs)]

    board = arranged(items)

    assert sorted(i.title for some in board.sections.values() for i in some) == sorted(i.title for i in items)
    assert len(board.today) == sum(section in TODAY for section, _urgency in pairs)
    assert list(board.sections) == sorted(board.sections, key=list(Section).index)
    assert all(
        [i.urgency for i in some] == sorted((i.urgency for i in some), reverse=True) for some in board.sections.values()
    )


def test_every_section_has_a_heading():
    assert set(SECTIONS) == set(Section)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (0, "Heute ist nichts zu entscheiden"),
        (1, "Eine Entscheidung für heute"),
        (3, "Drei Entscheidungen für heute"),
        (12, "Zwölf Entscheidungen für heute"),
        (13, "13 Entscheidungen für heute"),
    ],
)
def test_the_headline_says_the_number_in_words(number, says):
    assert headline(number) == says


@pytest.mark.parametrize(
    ("binding", "days_left", "section"),
    [
        (2, -3, Section.DECIDE), (9, 0, Section.DECIDE), (2, 1, Section.DECIDE), (2, 2, Section.MINIMUM),
        (6, 2, Section.DUE), (5, None, Section.MINIMUM),
    ],
)  # fmt: skip
def test_a_run_is_decided_a_day_before_and_watched_until_then(binding, days_left, section):
    assert board_section(way=Way(binding, 0, 0, 6), days_left=days_left) == section


def test_each_thing_stands_where_one_looks_for_it(campus, anna, now):
    tomorrow = courses.run(campus, minimum=2, decide_on=(now + A_DAY).date())
    build.booking(tomorrow)
    build.booking(tomorrow, "Bo Muster", provisional_until=(now + 2 * A_DAY).date())
    later = courses.run(campus, courses.course(campus, title="Später"), minimum=1, decide_on=(now + 9 * A_DAY).date())
    build.booking(later, "Cy Muster")
    build.booking(later, "Di Muster", provisional_until=(now + 20 * A_DAY).date())
    courses.run(campus, courses.course(campus, title="Zu wenige"), minimum=2, state="confirmed")
    needs.confirmed(campus, organisation_name="Alt GmbH", now=now - 31 * A_DAY)
    needs.confirmed(campus, organisation_name="Neu GmbH")
    legal.feedback(campus)

    found = on_board(now)

    assert found[Section.DECIDE] == [
        "„Glas verstehen“: Findet es statt?", "Alt GmbH wartet seit 31 Tagen auf Antwort"
    ]  # fmt: skip
    assert found[Section.US] == [
        "Rückmeldung zur Barrierefreiheit: Der Knopf spricht nicht", "Neu GmbH hat heute einen Bedarf gemeldet"
    ]  # fmt: skip
    assert found[Section.MINIMUM] == ["„Zu wenige“ findet statt, aber mit zu wenigen"]
    assert "„Später“: Findet es statt?" in found[Section.DUE]
    assert "„Glas verstehen“: ein Platz ist vorgemerkt" in found[Section.DUE]
    assert found[Section.THEM] == ["„Später“: ein Platz ist vorgemerkt"]


@pytest.mark.parametrize(
    ("firm", "people", "detail"),
    [
        ("", 1, "„Glas prüfen“, Messen"),
        ("", 2, "„Glas prüfen“, 2 Personen, Messen"),
        ("Werk Nord", 1, "„Glas prüfen“, eine Person, Messen"),
    ],
)
def test_one_who_asks_alone_is_not_counted_again(campus, now, firm, people, detail):
    needs.confirmed(campus, needs.topic(campus, "Messen"), wish="Glas prüfen", people=people, organisation_name=firm)

    [item] = [item for item in announced("board", now) if "Bedarf gemeldet" in item.title]

    assert item.detail == detail


def test_an_answer_takes_a_need_from_the_board(campus, anna, now):
    statement = needs.confirmed(campus, needs.topic(campus), now=now - 31 * A_DAY)
    assert Section.DECIDE in on_board(now)

    answer(statement=statement, text="Im Mai gibt es dazu einen Kurs.", by=anna, now=now)

    assert Section.DECIDE not in on_board(now)


def test_who_has_not_answered_new_dates_is_waited_for(campus, anna, now):
    run = courses.run(campus)
    agrees, silent = build.booking(run), build.booking(run, "Bo Muster")
    times = {s.pk: (s.starts_at + 7 * A_DAY, s.ends_at + 7 * A_DAY) for s in run.sessions.all()}
    actions.reschedule(run=run, times=times, closes_at=run.closes_at, decide_on=None, by=SYSTEM, now=now)
    actions.answer_move(booking=agrees, agreed=True, by=SYSTEM, now=now)

    [item] = [item for item in announced("board", now) if "verlegt" in item.title]

    assert (item.section, item.detail) == (Section.THEM, "Eine Antwort fehlt.")
    actions.answer_move(booking=silent, agreed=True, by=SYSTEM, now=now)
    assert not any("verlegt" in item.title for item in announced("board", now))


def test_the_page_counts_what_it_shows_and_has_one_primary_button(office, campus, now):
    for n in range(3):
        run = courses.run(campus, courses.course(campus, title=f"Kurs {n}"), decide_on=now.date())
        build.booking(run, f"Person{n} Muster")

    page = office.get("/buero/").content.decode()

    assert "<h1>Drei Entscheidungen für heute</h1>" in page
    main = page[page.index("<main") : page.index("</main>")]
    assert [told(b).strip() for b in re.findall(r'class="button low"[^>]*>(.*?)</a>', main)] == [
        "Anrufliste : „Kurs 0“: Findet es statt?"
    ]
    for url in re.findall(r'<a class="button[^"]*" href="([^"]+)"', main):
        assert office.get(url).status_code == 200, url


def test_the_headline_counts_the_first_heading_also_where_a_need_waits_for_its_answer(office, campus, now):
    build.booking(courses.run(campus, decide_on=now.date()))
    needs.confirmed(campus, organisation_name="Alt GmbH", now=now - 31 * A_DAY)

    page = office.get("/buero/")

    assert page.context["headline"] == "Zwei Entscheidungen für heute"
    title, items, _more = page.context["now"][0]
    assert (str(title), [item.title for item in items]) == (
        "Heute entscheiden", ["„Glas verstehen“: Findet es statt?", "Alt GmbH wartet seit 31 Tagen auf Antwort"]
    )  # fmt: skip


def test_a_quiet_day_says_so_and_names_a_next_step(office, campus):
    campus.is_demo = True
    campus.save()

    page = office.get("/buero/").content.decode()

    assert "<h1>Heute ist nichts zu entscheiden</h1>" in page


@pytest.mark.parametrize("rows", [1, 50])
def test_the_board_asks_the_same_number_of_questions(office, campus, now, rows, django_assert_num_queries):
    Campus.objects.filter(pk=campus.pk).update(is_demo=True)  # one that is through with its first steps
    topic, teacher = needs.topic(campus), commons.person(campus, "Toni", "Glas", teaches=True)
    for n in range(rows):
        run = courses.run(
            campus, capacity=9, minimum=5, decide_on=(now + (n % 9) * A_DAY).date(), lecturers=[teacher]
        )  # fifty of them clash
        build.booking(run, f"Ada{n} Muster")
        build.booking(run, f"Bo{n} Muster", provisional_until=(now + 2 * A_DAY).date())
        needs.confirmed(campus, topic if n % 2 else None, email=f"hr{n}@example.org", now=now - n * A_DAY)
        courses.run(campus, starts_in_days=-9, state="confirmed")
        legal.feedback(campus, f"Hinweis {n}", now=now)
    Run.objects.filter(starts_at__lt=now).update(closes_at=now - 10 * A_DAY)

    with django_assert_num_queries(QUERIES):
        assert office.get("/buero/").status_code == 200


QUERIES = 30


def test_the_board_folds_what_is_not_for_today_after_three_items_and_runs_after_four(office, campus, now):
    for n in range(6):
        needs.confirmed(campus, email=f"hr{n}@example.org", now=now - 4 * A_DAY)
        courses.run(campus, courses.course(campus, title=f"Kurs {n}"), starts_in_days=30 + n)

    page = office.get("/buero/").content.decode()

    open_part, folded = re.split(r"<summary>Weitere 3 zeigen</summary>", page)
    assert open_part.count("auf Antwort</h3>") == 3
    assert folded.split("</details>")[0].count("auf Antwort</h3>") == 3
    runs = page[page.index("Durchgänge auf dem Weg") :]
    assert [f"Kurs {n}" in runs.split("<details")[0] for n in range(6)] == [True] * 4 + [False] * 2
    assert [f"Kurs {n}" in runs.split("Weitere 2 zeigen")[1] for n in range(6)] == [False] * 4 + [True] * 2


def test_fifty_needs_leave_the_page_short(office, campus, now):
    for n in range(8):
        needs.confirmed(campus, email=f"hr{n}@example.org", now=now - 40 * A_DAY)

    page = office.get("/buero/").content.decode()

    assert "<h1>Acht Entscheidungen für heute</h1>" in page
    assert page.index("Weitere 3 zeigen") > page.index("Antwort schreiben")
