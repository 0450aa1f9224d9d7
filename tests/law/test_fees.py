"""What a cancellation costs stands on the page before the click, and is the same figure that is stored."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from glascampus.basics import clock
from glascampus.basics.reason import NotAllowed
from glascampus.commons.journal.models import Line
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.legal.reads import shown_at_booking
from glascampus.commons.outbox.models import Mail
from glascampus.commons.roll.reads import say
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.access import link_holder
from glascampus.stations.bookings.models import Fee, FeeScale
from glascampus.stations.bookings.rules import FeeStep, NothingToDecide
from glascampus.stations.bookings.rules import told as scale_told
from tests.build import courses
from tests.build.bookings import booking
from tests.build.legal import text


def run(campus, **values):
    """A run as it stands in the database, with its times."""
    made = courses.run(campus, **values)
    made.refresh_from_db()
    return made


FIRM = {"kind": "company", "organisation_name": "Beispiel GmbH"}


@pytest.fixture
def scale(campus, now):
    """Free until 14 days before, half until 3 days before, then all."""
    return keep(campus, now, [FeeStep(14, 0), FeeStep(3, 50)])


def keep(campus, now, steps, one=None, valid_from=date(2027, 1, 1)):
    return actions.keep_scale(campus=campus, run=one, steps=steps, valid_from=valid_from, by=SYSTEM, now=now)


def cancel(made, at, **more):
    return (
        actions.cancel_booking(booking=made, by=link_holder(made), now=at)
        if not more
        else actions.cancel_seats(booking=made, seats=None, by=link_holder(made), now=at, **more)
    )


def turn_to(moment):
    ahead = moment - datetime.now(UTC)
    clock.turn_with(lambda: ahead)


@pytest.mark.parametrize(("days_before", "cents"), [(16, None), (14, None), (10, 49_000), (3, 49_000), (1, 98_000)])
def test_a_company_pays_by_the_days_that_are_left(campus, scale, now, days_before, cents):
    one = run(campus)
    made = booking(one, "Ada Muster", "Ben Muster", **FIRM)
    cancel(made, one.starts_at - timedelta(days=days_before))

    assert Fee.objects.values_list("cents", flat=True).first() == cents


def test_the_page_shows_before_the_click_what_is_stored_after_it(campus, client, scale):
    one = run(campus)
    made = booking(one, **FIRM)
    turn_to(one.starts_at - timedelta(days=5))
    page = reverse("bookings:cancel", args=[reads.token_of(made)])

    seen = client.get(page).content.decode()
    assert "245,00" in seen
    assert "50 %" in seen
    assert client.post(page).status_code == 302
    fee = Fee.objects.get()
    assert (fee.cents, fee.percent, fee.price_cents, fee.days_left, fee.booking) == (24_500, 50, 49_000, 5, made)
    assert "245,00" in Mail.objects.get(kind="bookings.cancelled").body


@pytest.mark.parametrize(
    ("before", "why"),
    [
        (timedelta(days=5), "weil es noch 5 Tage bis zum Kursbeginn sind"), (timedelta(days=1), "weil der Kurs morgen beginnt"),
        (timedelta(hours=1), "weil der Kurs heute beginnt"), (timedelta(days=-1), "weil der Kurs schon begonnen hat"),
    ],
)  # fmt: skip
def test_the_page_says_how_near_the_course_is(campus, client, now, before, why):
    keep(campus, now, [FeeStep(60, 100)])
    one = run(campus)
    made = booking(one, **FIRM)
    turn_to(one.starts_at - before)

    assert why in client.get(reverse("bookings:cancel", args=[reads.token_of(made)])).text


@pytest.mark.parametrize(
    ("percent", "told", "listed"),
    [(0, "bis einen Tag vor Beginn: nichts", "0 %"), (50, "bis einen Tag vor Beginn: 50 Prozent des Preises", "50 %")],
)
def test_one_day_is_no_days(campus, client, anna, now, percent, told, listed):
    keep(campus, now, [FeeStep(2, 0), FeeStep(1, percent), FeeStep(0, 80)])
    client.force_login(anna)

    steps = reads.steps_of(run(campus), date(2027, 3, 1))
    assert [say(reason) for reason in scale_told(steps)][:2] == ["bis 2 Tage vor Beginn: nichts", told]
    page = client.get(reverse("bookings:office_fees")).text
    assert f"bis 2 Tage vorher 0 %, bis einen Tag vorher {listed}, bis zum Beginn 80 %, danach" in page


def test_without_a_scale_cancelling_is_free_until_the_run_begins(campus, client):
    one = run(campus)
    made = booking(one, **FIRM)
    turn_to(one.starts_at - timedelta(hours=1))

    assert "kostet nichts" in client.get(reverse("bookings:cancel", args=[reads.token_of(made)])).content.decode()
    cancel(made, one.starts_at - timedelta(hours=1))
    assert not Fee.objects.exists()


def test_within_the_period_of_withdrawal_a_consumer_pays_nothing(campus, client, now):
    text(campus, "withdrawal", "Belehrung")
    keep(campus, now, [FeeStep(60, 100)])
    made = booking(run(campus), shown=shown_at_booking("de", now).versions)
    turn_to(now + timedelta(days=14))

    assert (
        "können Sie ohne Grund widerrufen"
        in client.get(reverse("bookings:cancel", args=[reads.token_of(made)])).content.decode()
    )
    assert reads.fee_for(made, made.seats.all(), now + timedelta(days=14)).cents == 0
    assert reads.fee_for(made, made.seats.all(), now + timedelta(days=15)).cents == 49_000


def test_a_waiting_a_reserved_and_a_called_off_seat_cost_nothing(campus, now):
    keep(campus, now, [FeeStep(60, 100)])
    one = run(campus, capacity=1, minimum=1, starts_in_days=40)
    held = booking(one, provisional_until=date(2027, 3, 9), **FIRM)
    waits = booking(one, "Ben Muster", wait_if_full=True, **FIRM)

    assert [reads.fee_for(b, b.seats.all(), now).cents for b in (held, waits)] == [0, 0]
    firm = booking(run(campus), "Cem Muster", **FIRM)
    actions.cancel_run(run=firm.run, by=SYSTEM, now=now)
    assert not Fee.objects.exists()


def test_a_deed_that_is_free_by_itself_charges_nothing(campus, now):
    keep(campus, now, [FeeStep(60, 100)])
    cancel(booking(run(campus), **FIRM), now, free=True)

    assert not Fee.objects.exists()


def test_a_booking_keeps_the_scale_under_which_it_was_made(campus, now):
    keep(campus, now, [FeeStep(0, 0)])
    one = run(campus)
    before = booking(one, **FIRM)
    keep(campus, now, [FeeStep(60, 100)], valid_from=date(2027, 3, 2))
    after = booking(one, "Ben Muster", now=now + timedelta(days=1), **FIRM)

    assert [reads.fee_for(b, b.seats.all(), now + timedelta(days=2)).cents for b in (before, after)] == [0, 49_000]


def test_a_run_may_have_its_own_scale(campus, scale, now):
    one, other = run(campus), run(campus)
    keep(campus, now, [FeeStep(60, 10)], one)

    assert reads.steps_of(one, date(2027, 3, 1)) == (FeeStep(60, 10),)
    assert reads.steps_of(other, date(2027, 3, 1)) == (FeeStep(14, 0), FeeStep(3, 50))
    assert reads.steps_of(other, date(2026, 12, 31)) == (FeeStep(0, 0),)


def test_the_office_waives_a_fee_once(campus, client, anna, now):
    keep(campus, now, [FeeStep(60, 100)])
    cancel(booking(run(campus), **FIRM), now)
    fee = Fee.objects.get()
    client.force_login(anna)

    assert "490,00" in client.get(reverse("bookings:office_fees")).content.decode()
    assert client.post(reverse("bookings:waive_fee", args=[fee.pk])).status_code == 302
    fee.refresh_from_db()
    assert fee.waived_at
    assert Line.objects.filter(deed="bookings.fee_waived").count() == 1
    with pytest.raises(NothingToDecide):
        actions.waive_fee(fee=fee, by=anna, now=now)


def test_only_the_office_sets_scales_and_waives(campus, bodo, now):
    keep(campus, now, [FeeStep(60, 100)])
    cancel(booking(run(campus), **FIRM), now)

    with pytest.raises(NotAllowed):
        actions.waive_fee(fee=Fee.objects.get(), by=bodo, now=now)
    with pytest.raises(NotAllowed):
        actions.keep_scale(campus=campus, run=None, steps=[FeeStep(0, 0)], valid_from=now.date(), by=bodo, now=now)


def test_a_cancellation_that_the_office_takes_back_takes_its_fee_along(campus, anna, now):
    from glascampus.stations.bookings.models import Undoable

    keep(campus, now, [FeeStep(60, 100)])
    made = booking(run(campus), **FIRM)
    actions.cancel_booking(booking=made, by=anna, now=now)
    assert Fee.objects.count() == 1

    actions.undo(undoable=Undoable.objects.get(), by=anna, now=now + timedelta(minutes=1))
    assert not Fee.objects.exists()


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({}, 302), ({"days_2": "3"}, 422), ({"percent_1": "101"}, 422), ({"days_1": "-1"}, 422), ({"days_1": "9" * 20}, 422), ({"days_1": ""}, 422),
        ({"days_2": "3", "percent_2": "50"}, 302), ({"days_2": "20", "percent_2": "50"}, 422), ({"valid_from": "nie"}, 422), ({"days_1": "=1+1"}, 422),
    ],
)  # fmt: skip
def test_the_form_for_scales_takes_what_makes_sense(typed, status, campus, client, anna):
    client.force_login(anna)
    whole = {"valid_from": "2027-01-01", "days_1": "14", "percent_1": "0"} | typed

    assert client.post(reverse("bookings:fee_scale"), whole).status_code == status
    assert FeeScale.objects.count() == (status == 302)


def test_a_run_gets_its_scale_on_its_own_page(campus, client, anna):
    one = run(campus)
    client.force_login(anna)
    page = reverse("bookings:run_fee_scale", args=[one.code])

    assert client.get(page).status_code == 200
    assert client.post(page, {"valid_from": "2027-01-01", "days_1": "0", "percent_1": "0"}).status_code == 302
    assert FeeScale.objects.get().run == one


@pytest.mark.parametrize("number", [1, 50])
def test_the_list_of_fees_needs_a_fixed_number_of_queries(number, campus, client, anna, now, django_assert_num_queries):
    made = booking(run(campus), **FIRM)
    Fee.objects.bulk_create(
        Fee(campus=campus, booking=made, seats=1, price_cents=100, percent=50, cents=50, days_left=1, charged_at=now)
        for _ in range(number)
    )
    client.force_login(anna)
    client.get(reverse("bookings:office_fees"))

    with django_assert_num_queries(7):
        client.get(reverse("bookings:office_fees"))
