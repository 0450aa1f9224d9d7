"""What years of a campus must not make dearer: what the worker asks in vain, the board, the lists, how the database plans."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from glascampus.commons.journal.actions import note, seal
from glascampus.commons.journal.models import Line
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.outbox import reads as outbox
from glascampus.commons.people.actions import ask_for_erasure
from glascampus.commons.people.reads import erasure_wishes
from glascampus.commons.roll.reads import announced
from glascampus.stations.bookings.actions import cancel_seats
from glascampus.stations.bookings.reads import office_bookings
from glascampus.stations.impact.reads import told_story
from tests.build import bookings, courses, credentials
from tests.operations.test_office_mail import mail


def plan(sql):
    """How SQLite would look for the rows."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%", "%%"))
        return "\n".join(row[3] for row in cursor.fetchall())


def count_grown(now):
    [tick] = [tick for tick in announced("ticks") if tick.name == "web.count_grown"]
    return tick.do(now)


def test_a_sealer_with_nothing_to_seal_locks_nothing(campus, now):
    note(by=SYSTEM, deed="test.done", thing=campus, now=now)
    assert seal(campus=campus) == 1

    with CaptureQueriesContext(connection) as asked:
        assert seal(campus=campus) == 0

    assert [query["sql"].split(" ")[0] for query in asked] == ["SELECT"]


@pytest.mark.sqlite
def test_the_worker_lets_sqlite_count_and_it_looks_for_a_run_among_its_own_papers(campus, now):
    for _ in range(30):
        run = credentials.run(campus, capacity=20)
        credentials.attend(credentials.seat(run, "Ada"))
    with CaptureQueriesContext(connection) as asked:
        told_story(None, now + timedelta(days=400))
    story = next(query["sql"] for query in asked if "credentials_attendance" in query["sql"])
    assert "credentials_attendance_campus_id" in plan(story)  # all of the campus, for every run

    count_grown(now)

    assert "credentials_attendance_campus_id" not in plan(story)
    assert "credentials_attendance_session_id" in plan(story)


@pytest.mark.sqlite
def test_what_sqlite_counts_holds_no_word_of_anybody(campus, now):
    for name in ("Ada", "Bo", "Cy"):
        bookings.booking(courses.run(campus), name)

    count_grown(now)

    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'sqlite_stat%'")
        kept = {name for (name,) in cursor.fetchall()}
        assert "sqlite_stat1" in kept
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'people_person'")
        assert all(set(stat) <= set("0123456789 ") for (stat,) in cursor.fetchall())
        if "sqlite_stat4" in kept:
            cursor.execute("SELECT count(*) FROM sqlite_stat4")
            assert cursor.fetchone() == (0,)


def test_the_office_reads_how_many_of_a_booking_still_come(campus, anna, now):
    order = bookings.booking(courses.run(campus), "Ada Eins", "Bo Zwei", "Cy Drei", kind="company")
    gone = bookings.booking(courses.run(campus), "Dan Vier")
    cancel_seats(booking=order, seats=[order.seats.first().pk], by=anna, now=now)
    cancel_seats(booking=gone, seats=None, by=anna, now=now)

    assert dict(office_bookings(anna).values_list("pk", "person_count")) == {order.pk: 2, gone.pk: 0}


@pytest.mark.sqlite
def test_the_list_of_bookings_groups_no_bookings_that_it_does_not_show(campus, anna):
    bookings.booking(courses.run(campus))

    assert "GROUP BY" not in office_bookings(anna).order_by("-booked_at")[:50].explain()


def test_only_mails_to_boxes_from_which_one_came_back_are_looked_at(campus, now, django_assert_num_queries):
    for n in range(3):
        mail(campus, now, to=f"p{n}@example.org", state="sent")
    with django_assert_num_queries(1):
        assert outbox.came_back(["p0@example.org", "p1@example.org"]) == {}

    mail(campus, now, to="P1@example.org", state="sent", bounced_at=now, bounce_code="5.1.1")
    with django_assert_num_queries(2):
        assert outbox.came_back(["p0@example.org", "p1@example.org"]) == {"p1@example.org": "5.1.1"}


@pytest.mark.sqlite
def test_the_board_finds_mails_that_did_not_arrive_by_an_index(campus, now):
    mail(campus, now, state="sent", bounced_at=now, bounce_code="5.1.1")
    mail(campus, now, state="failed")

    with CaptureQueriesContext(connection) as asked:
        assert outbox.not_arrived() == (1, 1)
        assert outbox.to_take_back(now) == []

    back, failed, held = (plan(query["sql"]) for query in asked)
    assert "USING INDEX outbox_came_back" in back
    assert "outbox_mail_state" in held
    assert "SCAN" not in failed


@pytest.mark.sqlite
def test_who_asks_to_be_forgotten_is_found_without_reading_the_journal(campus, bodo, now):
    ask_for_erasure(campus=campus, by=bodo, now=now)
    Line.objects.bulk_create(
        Line(campus=campus, at=now, actor_kind="guest", deed="bookings.binding", thing_kind="bookings.booking", thing_id=n, number=n + 100)
        for n in range(3000)
    )  # fmt: skip
    count_grown(now)

    with CaptureQueriesContext(connection) as asked:
        assert [wish.user for wish in erasure_wishes(now)] == [bodo]

    assert "(thing_kind=? AND thing_id=?)" in plan(asked[0]["sql"])
