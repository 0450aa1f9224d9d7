"""A run's dates move. The real case: two days in March 2020 became two days in July."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.urls import reverse

from glascampus.basics import clock
from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.basics.reason import NotAllowed
from glascampus.commons.journal.models import Line
from glascampus.commons.outbox.models import Mail
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.access import link_holder
from glascampus.stations.bookings.models import Booking, MoveAnswer, Seat, Undoable
from glascampus.stations.bookings.rules import MoveAnswered, NothingOffered, UndoTooLate
from glascampus.stations.courses.models import Move, Run, Session
from glascampus.stations.courses.reads import moves_of
from glascampus.stations.courses.rules import RunRefused, WrongState
from tests.build import bookings as build
from tests.build import commons, courses

THEN = datetime(2020, 3, 9, 9, 0, tzinfo=UTC)


def at(day, hour):
    return datetime(2020, day[0], day[1], hour, 0, tzinfo=CAMPUS_ZONE)


@pytest.fixture
def march(campus):
    """Two days in March 2020, two seats taken, one person waits; the rulebook begins later, so it is dated back."""
    run = courses.run(campus, capacity=2, minimum=1, days=2)
    for name in ("Erste Person", "Zweite Person", "Dritte Person"):
        build.booking(run, name, wait_if_full=True)
    for session, day in zip(run.sessions.order_by("starts_at"), [(3, 12), (3, 13)], strict=True):
        Session.objects.filter(pk=session.pk).update(starts_at=at(day, 8), ends_at=at(day, 16))
    Run.objects.filter(pk=run.pk).update(
        starts_at=at((3, 12), 8), ends_at=at((3, 13), 16), closes_at=at((3, 11), 0), decide_on=date(2020, 3, 10)
    )
    Booking.objects.filter(run=run).update(booked_at=at((2, 1), 9))
    run.refresh_from_db()
    return run


def july(run, days=((7, 16), (7, 17)), hours=(8, 16)):
    sessions = run.sessions.order_by("starts_at", "pk")
    return {s.pk: (at(day, hours[0]), at(day, hours[1])) for s, day in zip(sessions, days, strict=True)}


def move(run, by, now=THEN, **changed):
    values = {"times": july(run), "closes_at": at((7, 14), 0), "decide_on": date(2020, 7, 13), **changed}
    return actions.reschedule(run=run, by=by, now=now, **values)


def entries(mail):
    calendar = icalendar.Calendar.from_ical(mail.calendar)
    return {
        str(e["UID"]): (e["DTSTART"].dt.astimezone(CAMPUS_ZONE), int(e["SEQUENCE"])) for e in calendar.walk("VEVENT")
    }


def booking_of(name):
    return Booking.objects.get(booker_name=name)


def test_two_days_in_march_become_two_days_in_july(march, anna):
    move(march, anna)
    march.refresh_from_db()
    assert (march.starts_at, march.ends_at, march.closes_at, march.decide_on) == (
        at((7, 16), 8),
        at((7, 17), 16),
        at((7, 14), 0),
        date(2020, 7, 13),
    )
    assert [(m.starts_at, m.ends_at) for m in moves_of(march)] == [(at((3, 12), 8), at((3, 13), 16))]
    assert Line.objects.get(deed="bookings.run_moved").facts["told"] == 3


def test_everybody_is_told_with_the_same_entries_moved(march, anna):
    booked = entries(Mail.objects.get(kind="bookings.booked", to="erste.person@example.org"))
    move(march, anna)
    moved = entries(Mail.objects.get(kind="bookings.run_moved", to="erste.person@example.org"))
    assert sorted(moved) == sorted(booked)
    assert [start for start, _sequence in moved.values()] == [at((7, 16), 8), at((7, 17), 8)]
    assert all(moved[uid][1] > booked[uid][1] for uid in booked)
    assert Mail.objects.filter(kind="bookings.run_moved").count() == 3


def test_the_history_stays_through_a_second_move(march, anna):
    move(march, anna)
    move(march, anna, times=july(march, ((9, 10), (9, 11))), closes_at=at((9, 1), 0), now=THEN + timedelta(days=1))
    march.refresh_from_db()
    assert (march.originally_starts_at, march.originally_ends_at) == (at((3, 12), 8), at((3, 13), 16))
    assert [m.starts_at for m in moves_of(march)] == [at((3, 12), 8), at((7, 16), 8)]


def test_the_history_is_shown_to_everybody(client, campus, anna):
    run = courses.run(campus)
    later = {s.pk: (s.starts_at + timedelta(days=90), s.ends_at + timedelta(days=90)) for s in run.sessions.all()}
    actions.reschedule(run=run, times=later, closes_at=run.closes_at, decide_on=None, by=anna, now=courses.NOW)
    clock.turn_with(lambda: courses.NOW - datetime.now(UTC))
    page = client.get(reverse("web:course", args=[run.course.slug])).content.decode()
    assert ("ursprünglich: Mi 31. März 2027" in page, "Di 29. Juni 2027" in page) == (True, True)


def test_who_agrees_keeps_the_seat(march, anna):
    last = move(march, anna)
    booking = booking_of("Erste Person")
    for _ in range(2):
        actions.answer_move(booking=booking, agreed=True, by=link_holder(booking), now=THEN)
    assert (booking_of("Erste Person").state, MoveAnswer.objects.get().answer) == ("binding", "agreed")
    assert [(b.booker_name, a.answer if a else None) for b, a in reads.move_answers(last)] == [
        ("Zweite Person", None),
        ("Dritte Person", None),
        ("Erste Person", "agreed"),
    ]


def test_who_steps_back_pays_nothing_and_the_next_moves_up(march, anna):
    move(march, anna)
    booking = booking_of("Zweite Person")
    actions.answer_move(booking=booking, agreed=False, by=link_holder(booking), now=THEN)
    booking = booking_of("Zweite Person")
    assert (booking.state, booking.price_cents) == ("cancelled", 0)
    assert list(booking_of("Dritte Person").seats.values_list("state", flat=True)) == ["offered"]
    told = Mail.objects.get(kind="bookings.stepped_back").body
    assert ("kostet nichts" in told, "Ihre Buchung ansehen:" in told) == (True, True)
    assert reads.recount() == []


def test_one_answer_is_one_answer(march, anna):
    move(march, anna)
    booking = booking_of("Erste Person")
    actions.answer_move(booking=booking, agreed=True, by=link_holder(booking), now=THEN)
    with pytest.raises(MoveAnswered):
        actions.answer_move(booking=booking, agreed=False, by=link_holder(booking), now=THEN)
    assert booking_of("Erste Person").state == "binding"


def test_each_move_asks_anew(march, anna):
    move(march, anna)
    booking = booking_of("Erste Person")
    actions.answer_move(booking=booking, agreed=True, by=link_holder(booking), now=THEN)
    last = move(
        march, anna, times=july(march, ((9, 10), (9, 11))), closes_at=at((9, 1), 0), now=THEN + timedelta(days=1)
    )
    assert all(answer is None for _booking, answer in reads.move_answers(last))


def test_who_booked_after_the_move_is_not_asked(march, anna):
    move(march, anna)
    Booking.objects.filter(booker_name="Erste Person").update(booked_at=THEN + timedelta(days=1))
    booking = booking_of("Erste Person")
    with pytest.raises(NothingOffered):
        actions.answer_move(booking=booking, agreed=True, by=link_holder(booking), now=THEN + timedelta(days=2))


def test_a_stranger_answers_for_nobody(march, anna, carla):
    move(march, anna)
    for stranger in (carla, link_holder(booking_of("Zweite Person"))):
        with pytest.raises(NotAllowed):
            actions.answer_move(booking=booking_of("Erste Person"), agreed=False, by=stranger, now=THEN)
    with pytest.raises(NotAllowed):
        move(march, carla)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (lambda run: {"times": {s.pk: (s.starts_at, s.ends_at) for s in run.sessions.all()}, "closes_at": run.closes_at}, "nothing_moved"),
        (lambda run: {"times": july(run, ((3, 1), (3, 2))), "closes_at": at((2, 1), 0)}, "moved_into_the_past"),
        (lambda run: {"times": july(run, ((7, 16), (7, 16)))}, "sessions_overlap"),
        (lambda run: {"times": july(run, hours=(16, 8))}, "session_without_length"),
        (lambda run: {"closes_at": at((7, 20), 0)}, "closes_after_start"),
    ],
    ids=["same", "past", "overlap", "backwards", "closing"],
)  # fmt: skip
def test_dates_that_cannot_be_are_refused_and_nothing_changes(march, anna, changed, code):
    with pytest.raises(RunRefused) as refused:
        move(march, anna, **changed(march))
    assert (refused.value.reason.code, Move.objects.count(), Undoable.objects.count()) == (code, 0, 0)
    assert not Mail.objects.filter(kind="bookings.run_moved").exists()


@pytest.mark.parametrize("state", ["cancelled", "done"])
def test_a_run_that_is_over_does_not_move(march, anna, state):
    Run.objects.filter(pk=march.pk).update(state=state)
    with pytest.raises(WrongState):
        move(march, anna)


def test_a_move_is_taken_back_whole(march, anna):
    before = (
        list(Session.objects.order_by("pk").values_list("starts_at", "ends_at")),
        march.closes_at,
        march.decide_on,
    )
    move(march, anna)
    actions.undo(undoable=Undoable.objects.get(), by=anna, now=THEN + timedelta(minutes=9))
    march.refresh_from_db()
    after = (list(Session.objects.order_by("pk").values_list("starts_at", "ends_at")), march.closes_at, march.decide_on)
    assert (after, march.starts_at, march.originally_starts_at) == (before, at((3, 12), 8), None)
    assert (Move.objects.count(), Mail.objects.filter(kind="bookings.run_moved").count()) == (0, 0)


def test_a_second_move_taken_back_leaves_the_first(march, anna):
    move(march, anna)
    move(march, anna, times=july(march, ((9, 10), (9, 11))), closes_at=at((9, 1), 0), now=THEN + timedelta(minutes=1))
    actions.undo(undoable=Undoable.objects.first(), by=anna, now=THEN + timedelta(minutes=2))
    march.refresh_from_db()
    assert (march.starts_at, march.originally_starts_at) == (at((7, 16), 8), at((3, 12), 8))


def test_once_somebody_answered_a_move_stays(march, anna):
    move(march, anna)
    booking = booking_of("Erste Person")
    actions.answer_move(booking=booking, agreed=True, by=link_holder(booking), now=THEN)
    with pytest.raises(UndoTooLate):
        actions.undo(undoable=Undoable.objects.get(), by=anna, now=THEN + timedelta(minutes=1))
    assert Run.objects.get(pk=march.pk).starts_at == at((7, 16), 8)


# In the browser


@pytest.fixture
def office(client, anna):
    clock.turn_with(lambda: THEN - datetime.now(UTC))
    client.force_login(anna)
    return client


def typed(run, days=("2020-07-16", "2020-07-17"), **changed):
    values = {}
    for session, day in zip(run.sessions.order_by("starts_at"), days, strict=True):
        values |= {f"day_{session.pk}": day, f"begins_{session.pk}": "08:00", f"ends_{session.pk}": "16:00"}
    return {**values, "closes_on": "", "decide_on": "", **changed}


def test_the_preview_changes_nothing_and_says_who_is_told(office, march):
    page = office.post(reverse("bookings:move", args=[march.code]), typed(march)).content.decode()
    assert all(name in page for name in ("Erste Person", "Zweite Person", "Dritte Person", "16. Juli 2020"))
    assert (Move.objects.count(), Run.objects.get(pk=march.pk).starts_at) == (0, at((3, 12), 8))


def test_the_second_button_moves(office, march):
    office.post(reverse("bookings:move", args=[march.code]), typed(march, sure="ja"))
    moved = Run.objects.get(pk=march.pk)
    assert (moved.starts_at, moved.closes_at, moved.decide_on) == (at((7, 16), 8), at((7, 15), 0), date(2020, 7, 14))
    page = office.get(reverse("bookings:moves", args=[march.code])).content.decode()
    assert ("3 Antworten stehen noch aus." in page, "noch 10 Minuten" in page, "12. bis 13. März 2020" in page) == (
        True,
    ) * 3


def test_clashes_of_room_and_lecturer_are_named(office, campus, march):
    from glascampus.commons.journal.rules import SYSTEM
    from glascampus.commons.sites.actions import keep_room
    from glascampus.commons.sites.models import Room

    room = keep_room(room=Room(campus=campus, site=march.site), by=SYSTEM, now=THEN, slug="labor-1", name_de="Labor 1")
    teacher = commons.person(campus, "Toni", "Glas", teaches=True)
    other = courses.run(campus, code="anderer", site=march.site, room=room)
    other.sessions.update(starts_at=at((7, 17), 10), ends_at=at((7, 17), 12))
    for run in (march, other):
        run.lecturers.set([teacher])
    Run.objects.filter(pk=march.pk).update(room=room)
    page = office.post(reverse("bookings:move", args=[march.code]), typed(march)).content.decode()
    assert ("Der Raum Labor 1 ist dann belegt" in page, "Toni Glas lehrt dann anderswo" in page, "anderer" in page) == (
        True,
    ) * 3


@pytest.mark.parametrize(
    "value", ["", "x" * 5000, "😀", "<script>", "\0", "=1+1", "1" * 20, "9999-12-31", "0001-01-01"]
)
@pytest.mark.parametrize("field", ["day", "begins", "closes_on", "decide_on"])
def test_whatever_is_typed_is_answered(office, march, field, value):
    pk = march.sessions.order_by("starts_at").first().pk
    name = f"{field}_{pk}" if field in {"day", "begins"} else field
    answer = office.post(reverse("bookings:move", args=[march.code]), typed(march, **{name: value}))
    empty_is_fine = field in {"closes_on", "decide_on"} and value == ""
    assert (answer.status_code, Move.objects.count()) == (200 if empty_is_fine else 422, 0)


def test_both_buttons_of_the_private_page(client, march, anna):
    move(march, anna)
    clock.turn_with(lambda: THEN - datetime.now(UTC))
    token, other = (reads.token_of(booking_of(name)) for name in ("Erste Person", "Zweite Person"))
    page = client.get(reverse("bookings:moved", args=[token])).content.decode()
    assert ("12. bis 13. März 2020" in page, MoveAnswer.objects.count()) == (True, 0)
    client.post(reverse("bookings:moved", args=[token]), {"answer": "ja"})
    client.get(reverse("bookings:step_back", args=[other]))
    assert MoveAnswer.objects.count() == 1
    client.post(reverse("bookings:step_back", args=[other]))
    assert sorted(MoveAnswer.objects.values_list("answer", flat=True)) == ["agreed", "stepped_back"]
    assert "Es kostet nichts." in client.get(reverse("bookings:moved", args=[other])).content.decode()
    assert client.post(reverse("bookings:moved", args=[other]), {"answer": "ja"}).status_code == 422
    assert client.get(reverse("bookings:moved", args=["b" * 32])).status_code == 404


@pytest.mark.parametrize("people", [1, 50])
def test_the_answers_need_a_fixed_number_of_queries(office, campus, anna, people, django_assert_max_num_queries):
    run = courses.run(campus, capacity=60, minimum=1)
    for n in range(people):
        build.booking(run, f"Person{n} Muster")
    times = {s.pk: (s.starts_at + timedelta(days=1), s.ends_at + timedelta(days=1)) for s in run.sessions.all()}
    actions.reschedule(run=run, times=times, closes_at=run.closes_at, decide_on=None, by=anna, now=courses.NOW)
    with django_assert_max_num_queries(9):
        assert office.get(reverse("bookings:moves", args=[run.code])).status_code == 200


def test_english_twins_speak_english(office, march):
    page = office.get("/en" + reverse("bookings:move", args=[march.code])).content.decode()
    assert ("Move the run" in page, "ohne zu verlegen" in page) == (True, False)


def test_seats_still_add_up(march, anna):
    move(march, anna)
    assert (reads.recount(), Seat.objects.filter(run=march, state="seated").count()) == ([], 2)
