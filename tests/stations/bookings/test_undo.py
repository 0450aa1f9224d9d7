"""Ten minutes to undo: taken back in time everything is as it was, and nobody got a mail."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as some

from glascampus.basics import clock
from glascampus.basics.reason import NotAllowed
from glascampus.commons.journal.models import Line
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.outbox.actions import send_due
from glascampus.commons.outbox.models import Mail
from glascampus.stations.bookings import actions, announces, reads
from glascampus.stations.bookings.access import link_holder
from glascampus.stations.bookings.models import Booking, Fee, Seat, Undoable, Withdrawal
from glascampus.stations.bookings.rules import FeeStep, UndoTooLate, differences, in_the_way
from glascampus.stations.courses.models import Run
from tests.build import bookings as build
from tests.build import commons, courses

LATER = timedelta(minutes=9, seconds=59)


@pytest.fixture
def run(campus):
    """Two of three seats are taken, one of them provisionally; nobody waits."""
    made = courses.run(campus, capacity=3, minimum=2)
    build.booking(made, "Erste Person")
    build.booking(made, "Zweite Person", provisional_until=(made.closes_at).date())
    Mail.objects.all().delete()
    return made


def stand(run):
    """Everything that a deed of the office could change."""
    run.refresh_from_db()
    return (
        run.state, run.taken,
        list(Seat.objects.filter(run=run).order_by("pk").values_list("state", "until")),
        list(Booking.objects.filter(run=run).order_by("pk").values_list("state", "price_cents", "cancelled_at", "provisional_until")),
    )  # fmt: skip


def undo_last(by, now):
    return actions.undo(undoable=Undoable.objects.first(), by=by, now=now)


@pytest.mark.parametrize("deed", [actions.confirm_run, actions.cancel_run])
def test_a_decision_is_taken_back_as_if_it_had_not_been(run, anna, now, deed):
    before = stand(run)
    deed(run=run, by=anna, now=now)
    assert (stand(run) == before, Mail.objects.count()) == (False, 2)
    undo_last(anna, now + LATER)
    assert (stand(run), Mail.objects.count(), reads.recount()) == (before, 0, [])
    assert Line.objects.filter(deed="bookings.undone").count() == 1


def test_a_cancelled_booking_comes_back_and_the_offer_it_made_is_withdrawn(campus, anna, now):
    run = courses.run(campus, capacity=1, minimum=1)
    first, second = build.booking(run, "Erste Person"), build.booking(run, "Zweite Person", wait_if_full=True)
    before = stand(run)
    actions.cancel_booking(booking=first, by=anna, now=now)
    assert list(second.seats.values_list("state", flat=True)) == ["offered"]
    undo_last(anna, now + LATER)
    assert (stand(run), reads.recount()) == (before, [])
    assert not Mail.objects.filter(kind__in=["bookings.cancelled", "bookings.offered"]).exists()


def test_an_offer_that_was_taken_meanwhile_stays(campus, anna, now):
    run = courses.run(campus, capacity=1, minimum=1)
    first, second = build.booking(run, "Erste Person"), build.booking(run, "Zweite Person", wait_if_full=True)
    actions.cancel_booking(booking=first, by=anna, now=now)
    actions.accept_offer(booking=second, by=link_holder(second), now=now + timedelta(minutes=1))
    after = stand(run)
    with pytest.raises(UndoTooLate) as refused:
        undo_last(anna, now + timedelta(minutes=2))
    assert (refused.value.reason.code, stand(run)) == ("undo_changed", after)


def test_a_seat_that_somebody_else_booked_is_not_taken_away(campus, anna, now):
    run = courses.run(campus, capacity=1, minimum=1)
    actions.cancel_booking(booking=build.booking(run, "Erste Person"), by=anna, now=now)
    build.booking(run, "Schnelle Person", now=now)
    with pytest.raises(UndoTooLate) as refused:
        undo_last(anna, now + timedelta(minutes=2))
    assert (refused.value.reason.code, Run.objects.get(pk=run.pk).taken) == ("undo_full", 1)


def test_who_booked_anew_meanwhile_is_not_seated_twice(campus, anna, now):
    run = courses.run(campus, capacity=3, minimum=1)
    actions.cancel_booking(booking=build.booking(run, "Erste Person"), by=anna, now=now)
    build.booking(run, "Erste Person", now=now)
    with pytest.raises(UndoTooLate):
        undo_last(anna, now + timedelta(minutes=2))
    assert (Run.objects.get(pk=run.pk).taken, reads.recount()) == (1, [])


def test_after_ten_minutes_it_is_too_late(run, anna, now):
    actions.confirm_run(run=run, by=anna, now=now)
    with pytest.raises(UndoTooLate) as refused:
        undo_last(anna, now + timedelta(minutes=10))
    assert (refused.value.reason.code, Run.objects.get(pk=run.pk).state) == ("undo_over", "confirmed")


def test_once_a_mail_has_left_nothing_is_taken_back(run, anna, now):
    actions.confirm_run(run=run, by=anna, now=now)
    first = Mail.objects.order_by("pk").first()
    Mail.objects.filter(pk=first.pk).update(state="sent", sent_at=now, body="", calendar="", tries=1)
    with pytest.raises(UndoTooLate) as refused:
        undo_last(anna, now + timedelta(minutes=1))
    assert (refused.value.reason.code, Mail.objects.count()) == ("undo_sent", 2)


def test_the_mails_wait_exactly_ten_minutes(run, anna, now):
    actions.confirm_run(run=run, by=anna, now=now)
    assert set(Mail.objects.values_list("next_try_at", flat=True)) == {now + timedelta(minutes=10)}


@pytest.mark.django_db(transaction=True)
def test_no_worker_sends_them_sooner(settings, mailoutbox, now):
    settings.EMAIL_IS_SET = True
    campus = commons.campus()
    with scope(campus=campus):
        made = courses.run(campus, minimum=1)
        build.booking(made, "Erste Person", now=now)
        Mail.objects.all().delete()
        office = commons.user(campus, "anna@example.org", "office")
        actions.confirm_run(run=made, by=office, now=now)
    assert (send_due(now=now + LATER), len(mailoutbox)) == (0, 0)
    assert (send_due(now=now + timedelta(minutes=10)), len(mailoutbox)) == (1, 1)
    with scope(campus=campus), pytest.raises(UndoTooLate):
        undo_last(office, now + LATER)  # a clock that was turned back does not bring it back


def test_what_a_link_or_the_campus_does_is_done_at_once(run, now):
    booking = Booking.objects.first()
    actions.cancel_booking(booking=booking, by=link_holder(booking), now=now)
    actions.confirm_run(run=run, by=SYSTEM, now=now)
    assert (Undoable.objects.count(), set(Mail.objects.values_list("next_try_at", flat=True))) == (0, {now})


def test_taking_back_twice_changes_nothing(run, anna, now):
    actions.confirm_run(run=run, by=anna, now=now)
    for _ in range(2):
        undo_last(anna, now)
    assert Line.objects.filter(deed="bookings.undone").count() == 1


def test_calendars_that_fetched_the_deed_learn_that_it_was_taken_back(run, anna, now):
    run.refresh_from_db()
    was = run.sequence
    actions.cancel_run(run=run, by=anna, now=now)
    undo_last(anna, now)
    run.refresh_from_db()
    assert run.sequence > was + 1


def test_only_the_office_takes_back(run, anna, carla, now):
    actions.confirm_run(run=run, by=anna, now=now)
    with pytest.raises(NotAllowed):
        undo_last(carla, now)


def test_two_deeds_are_taken_back_one_after_the_other(run, anna, now):
    before = stand(run)
    actions.confirm_run(run=run, by=anna, now=now)
    actions.cancel_run(run=run, by=anna, now=now + timedelta(minutes=1))
    first, second = Undoable.objects.order_by("pk")
    with pytest.raises(UndoTooLate):
        actions.undo(undoable=first, by=anna, now=now + timedelta(minutes=2))
    actions.undo(undoable=second, by=anna, now=now + timedelta(minutes=2))
    actions.undo(undoable=first, by=anna, now=now + timedelta(minutes=2))
    assert (stand(run), Mail.objects.count()) == (before, 0)


def test_the_fee_of_a_cancellation_goes_with_it_and_another_stays(campus, anna, now):
    run = courses.run(campus, capacity=3, minimum=1)
    actions.keep_scale(campus=campus, run=None, steps=[FeeStep(60, 0)], valid_from=date(2026, 1, 1), by=anna, now=now)
    firm = {"kind": "company", "organisation_name": "Glaswerk"}
    first, second = build.booking(run, "Erste Person", **firm), build.booking(run, "Zweite Person", **firm)
    for booking in (first, second):
        actions.cancel_booking(booking=booking, by=anna, now=now)
    assert Fee.objects.count() == 2
    undo_last(anna, now + LATER)
    assert [fee.booking for fee in Fee.objects.all()] == [first]


def test_nobody_is_bound_again_who_withdrew_meanwhile(campus, anna, now):
    booking = build.booking(courses.run(campus), "Erste Person")
    actions.cancel_booking(booking=booking, by=anna, now=now)
    Withdrawal.objects.create(
        campus=campus, code="w", name="Erste Person", contract="x", email="e@example.org", form_key="k", link="l",
        received_at=now + timedelta(minutes=1), booking=booking,
    )  # fmt: skip
    with pytest.raises(UndoTooLate):
        undo_last(anna, now + timedelta(minutes=2))
    assert Booking.objects.get().state == "cancelled"


def test_nobody_is_bound_again_who_was_erased_meanwhile(campus, anna, now):
    booking = build.booking(courses.run(campus), "Erste Person")
    actions.cancel_booking(booking=booking, by=anna, now=now)
    actions.forget(email=booking.booker_email, now=now + timedelta(minutes=1))
    with pytest.raises(UndoTooLate):
        undo_last(anna, now + timedelta(minutes=2))


# In the browser


def test_one_tap_on_the_page_and_on_the_board(client, run, anna):
    client.force_login(anna)
    client.post(reverse("bookings:confirm_run", args=[run.code]))
    address = reverse("bookings:undo", args=[Undoable.objects.get().pk])
    here = client.get(reverse("bookings:office_run", args=[run.code])).content.decode()
    board = client.get(reverse("web:board")).content.decode()
    assert ("noch 10 Minuten" in here, f'action="{address}"' in here, f'action="{address}"' in board) == (True,) * 3
    assert client.get(address).status_code == 405
    answer = client.post(address, follow=True)
    assert ("Zurückgenommen" in answer.content.decode(), Run.objects.get(pk=run.pk).state) == (True, "open")
    assert "Rückgängig" not in client.get(reverse("bookings:office_run", args=[run.code])).content.decode()


def test_who_does_not_want_to_wait_sends_the_mails_at_once(client, run, anna):
    client.force_login(anna)
    client.post(reverse("bookings:confirm_run", args=[run.code]))
    undoable = Undoable.objects.get()
    address = reverse("bookings:send_now", args=[undoable.pk])
    page = client.get(reverse("bookings:office_run", args=[run.code])).content.decode()
    assert (f'formaction="{address}"' in page, reads.to_undo(clock.now()) == [], client.get(address).status_code) == (
        True, False, 405,
    )  # fmt: skip
    assert "auf dem Weg" in client.post(address, follow=True).content.decode()
    assert {mail.next_try_at <= clock.now() for mail in Mail.objects.all()} == {True}
    assert (reads.to_undo(clock.now()), Line.objects.filter(deed="bookings.sent_now").count()) == ([], 1)
    assert (
        "Die zehn Minuten sind um"
        in client.post(reverse("bookings:undo", args=[undoable.pk]), follow=True).content.decode()
    )


def test_what_was_taken_back_is_not_sent(run, anna, now):
    actions.confirm_run(run=run, by=anna, now=now)
    undo_last(anna, now)
    with pytest.raises(UndoTooLate, match="undone_already"):
        actions.send_now(undoable=Undoable.objects.get(), by=anna, now=now)


def test_too_late_is_a_sentence(client, run, anna):
    client.force_login(anna)
    client.post(reverse("bookings:confirm_run", args=[run.code]))
    ahead = clock.now() + timedelta(minutes=11) - datetime.now(UTC)
    clock.turn_with(lambda: ahead)
    answer = client.post(reverse("bookings:undo", args=[Undoable.objects.get().pk]), follow=True)
    assert "Die zehn Minuten sind um." in answer.content.decode()


@pytest.mark.parametrize("who", ["carla", "bodo", None])
def test_nobody_else_takes_back_in_the_browser(client, request, run, anna, now, who):
    actions.confirm_run(run=run, by=anna, now=now)
    if who:
        client.force_login(request.getfixturevalue(who))
    answer = client.post(reverse("bookings:undo", args=[Undoable.objects.get().pk]))
    assert (answer.status_code in {302, 403}, Run.objects.get(pk=run.pk).state) == (True, "confirmed")


def test_the_board_says_it_first(run, anna, now):
    actions.confirm_run(run=run, by=anna, now=now)
    items = [item for item in announces.board(now) if item.post]
    assert [(item.button, item.urgency) for item in items] == [("Rückgängig", 200)]
    assert announces.board(now + timedelta(minutes=10)) == [item for item in announces.board(now) if not item.post]


# The rule

stands = some.dictionaries(some.sampled_from("abcde"), some.integers(0, 3))


@given(stands, stands)
def test_what_differs_leads_from_one_to_the_other(before, after):
    changes = differences(before, after)
    back = {**after, **{key: was for key, (was, _is) in changes.items()}}
    assert {key: value for key, value in back.items() if value is not None} == before
    assert in_the_way(changes, after) == []


@given(stands, stands, some.sampled_from("abcde"))
def test_whatever_changed_since_stands_in_the_way(before, after, key):
    changes = differences(before, after)
    assert in_the_way(changes, {**after, key: 9}) == ([key] if key in changes else [])
