"""The withdrawal button (§356a BGB): two steps, a receipt at once, the same for everybody; what it leads to follows a moment later."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from glascampus.basics import clock
from glascampus.basics.reason import NotAllowed
from glascampus.commons.journal.models import Line
from glascampus.commons.journal.rules import GUEST
from glascampus.commons.legal.reads import shown_at_booking
from glascampus.commons.outbox.models import Mail
from glascampus.commons.roll.reads import announced
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.models import Booking, Fee, Withdrawal
from glascampus.stations.bookings.rules import NothingToDecide
from tests.build.bookings import booking
from tests.build.courses import run
from tests.build.legal import text

PAGE = "/vertrag-widerrufen/"
TYPED = {
    "name": "Ada Muster",
    "contract": "Glas verstehen",
    "email": "ada.muster@example.org",
    "part": "",
    "form_key": "s" * 24,
}


@pytest.fixture
def booked(campus, now):
    """Ada's own booking, made with the withdrawal text before her."""
    text(campus, "withdrawal", "Belehrung")
    return booking(run(campus), shown=shown_at_booking("de", now).versions)


def withdrawn(campus, now, **values):
    return actions.withdraw(campus=campus, language="de", by=GUEST, now=now, **{**TYPED, **values})


def test_two_steps_and_a_receipt_with_content_day_and_time(client, campus, booked):
    first = client.get(f"{PAGE}?buchung={booked.code}").content.decode()
    assert booked.code in first
    assert "Vertrag widerrufen</button>" in first
    second = client.post(PAGE, TYPED).content.decode()
    assert "Widerruf bestätigen</button>" in second
    assert "Glas verstehen" in second
    assert not Withdrawal.objects.exists()

    third = client.post(PAGE, TYPED | {"bestaetigt": "1"}, follow=True)
    seen, kept = third.content.decode(), Withdrawal.objects.get()
    assert third.headers["Cache-Control"] == "no-store"
    for words in ("Ada Muster", "Glas verstehen", "ada.muster@example.org", kept.code, "Uhr"):
        assert words in seen
    mail = Mail.objects.get(kind="bookings.withdrawal_received")
    assert mail.to == "ada.muster@example.org"
    for words in ("Ada Muster", "Glas verstehen", kept.code, "Uhr"):
        assert words in mail.body


def test_going_back_keeps_what_was_typed_and_nothing_happens(client, campus):
    seen = client.post(PAGE, TYPED | {"zurueck": "1"}).content.decode()

    assert "Glas verstehen" in seen
    assert "Vertrag widerrufen</button>" in seen
    assert not Withdrawal.objects.exists()


def test_the_button_is_at_the_foot_of_every_page_and_needs_no_account(client, campus):
    assert f'href="{PAGE}"' in client.get("/").content.decode()
    assert 'href="/en/vertrag-widerrufen/"' in client.get("/en/").content.decode()
    assert client.get(PAGE).status_code == 200


def test_a_booking_links_to_it_for_whoever_booked_privately(client, campus, booked):
    firm = booking(run(campus), "Fritz Firma", kind="company", organisation_name="Beispiel GmbH")

    assert (
        f"{PAGE}?buchung={booked.code}"
        in client.get(reverse("bookings:mine", args=[reads.token_of(booked)])).content.decode()
    )
    assert f"{PAGE}?buchung=" not in client.get(reverse("bookings:mine", args=[reads.token_of(firm)])).content.decode()


WITHOUT_NUMBERS = re.compile(r"[0-9a-f]{16}|[a-z2-7]{32}|csrf\S+ value=\"\S+\"|\d\d:\d\d")


def test_nobody_finds_out_who_has_booked(client, campus, booked, django_assert_num_queries):
    pages, links = [], []
    client.post(
        PAGE, TYPED | {"email": "first@example.org", "form_key": "f" * 24, "bestaetigt": "1"}
    )  # words are read once
    for number, contract in enumerate((booked.code, "0" * 16)):
        typed = TYPED | {"contract": contract, "form_key": f"{number}" * 24, "bestaetigt": "1"}
        with django_assert_num_queries(7):
            answer = client.post(PAGE, typed)
        pages.append(client.get(answer.url).content.decode())
        links.append(answer.url)
    mails = [
        WITHOUT_NUMBERS.sub("", m.body)
        for m in Mail.objects.filter(kind="bookings.withdrawal_received", to=TYPED["email"]).order_by("pk")
    ]

    assert WITHOUT_NUMBERS.sub("", pages[0]) == WITHOUT_NUMBERS.sub("", pages[1])
    assert mails[0] == mails[1]
    assert Booking.objects.get(pk=booked.pk).state == "binding"  # the worker looks, not the page

    assert actions.match_withdrawals(now=clock.now()) == 3
    assert [client.get(link).content.decode() for link in links] == pages  # nor does the receipt tell afterwards
    told = Mail.objects.exclude(kind="bookings.withdrawal_received").filter(about_kind="bookings.withdrawal")
    assert not told.exists()


@pytest.mark.parametrize("contract", ["by_code", "by_name"])
def test_a_consumers_booking_ends_at_no_cost(campus, booked, now, contract):
    actions.keep_scale(campus=campus, run=None, steps=[_step(0, 100)], valid_from=now.date(), by=_system(), now=now)
    values = {"contract": f"Buchung {booked.code}", "email": "other@example.org"} if contract == "by_code" else {}
    made = withdrawn(campus, now + timedelta(days=13), **values)

    assert actions.match_withdrawals(now=now + timedelta(days=13)) == 1
    assert actions.match_withdrawals(now=now + timedelta(days=13)) == 0
    made.refresh_from_db()
    booked.refresh_from_db()
    assert (made.outcome, made.booking, made.why) == ("withdrawn", booked, "")
    assert (booked.state, booked.price_cents) == ("cancelled", 0)
    assert not Fee.objects.exists()
    assert [m.to for m in Mail.objects.filter(kind="bookings.withdrawn")] == ["ada.muster@example.org"]
    assert Line.objects.filter(deed="bookings.withdrawn").count() == 1


def _step(days, percent):
    from glascampus.stations.bookings.rules import FeeStep

    return FeeStep(days, percent)


def _system():
    from glascampus.commons.journal.rules import SYSTEM

    return SYSTEM


def matched(campus, now, **values):
    made = withdrawn(campus, now, **values)
    actions.match_withdrawals(now=now)
    made.refresh_from_db()
    return made


def test_what_matches_nothing_waits_for_the_office(campus, booked, now):
    assert (matched(campus, now, email="fremd@example.org").outcome, Booking.objects.get().state) == ("open", "binding")
    assert matched(campus, now, name="Eva Muster", form_key="t" * 24).why == "no_match"


def test_after_the_period_the_office_decides(campus, booked, now):
    made = matched(campus, now + timedelta(days=15))

    assert (made.outcome, made.why, made.booking) == ("open", "too_late", booked)
    assert Booking.objects.get().state == "binding"


def test_on_the_last_day_it_still_counts(campus, booked, now):
    assert matched(campus, now + timedelta(days=14, hours=14)).outcome == "withdrawn"


def test_who_was_shown_no_text_has_a_year_longer(campus, now):
    booking(run(campus, starts_in_days=300))

    assert matched(campus, now + timedelta(days=200)).outcome == "withdrawn"


def test_a_company_has_no_such_right_by_law(campus, now):
    booking(run(campus), kind="company", organisation_name="Beispiel GmbH")

    assert matched(campus, now).why == "no_consumer"


def test_only_a_part_a_begun_course_and_a_cancelled_booking_are_for_the_office(campus, booked, now):
    assert matched(campus, now, part="nur der zweite Tag").why == "only_part"
    assert matched(campus, now + timedelta(days=31), form_key="b" * 24, contract=booked.code).why == "has_begun"
    actions.cancel_booking(booking=booked, by=_system(), now=now)
    assert matched(campus, now, form_key="c" * 24, contract=booked.code).why == "cancelled_before"


def test_of_two_bookings_the_named_one_is_meant(campus, booked, now):
    other = booking(run(campus, code="gc-andere"))

    assert matched(campus, now, contract="irgendwas").why == "several"
    assert matched(campus, now, contract="der Kurs gc-andere bitte", form_key="d" * 24).booking == other
    assert Booking.objects.get(pk=booked.pk).state == "binding"


def test_a_mailbox_gets_two_receipts_a_day_and_every_withdrawal_counts(campus, now):
    for number in range(4):
        withdrawn(campus, now, form_key=f"{number}" * 24)
    withdrawn(campus, now + timedelta(days=1, minutes=1), form_key="z" * 24)

    assert Withdrawal.objects.count() == 5
    assert Mail.objects.filter(kind="bookings.withdrawal_received").count() == 3


def test_the_same_form_twice_is_one_withdrawal(campus, now):
    assert withdrawn(campus, now) == withdrawn(campus, now)
    assert Withdrawal.objects.count() == Mail.objects.count() == 1


def test_the_office_accepts_or_declines_and_is_asked_on_the_board(campus, client, anna, booked, now):
    late = matched(campus, now + timedelta(days=20))
    none = matched(campus, now, form_key="e" * 24, contract="nichts", name="Eva Neu", email="eva@example.org")
    client.force_login(anna)
    board = [item.url for item in announced("board", now)]
    assert {reverse("bookings:office_withdrawal", args=[one.pk]) for one in (late, none)} <= set(board)

    assert client.get(reverse("bookings:office_withdrawal", args=[late.pk])).status_code == 200
    assert client.post(reverse("bookings:accept_withdrawal", args=[late.pk])).status_code == 302
    assert client.post(reverse("bookings:decline_withdrawal", args=[none.pk])).status_code == 302
    late.refresh_from_db()
    none.refresh_from_db()
    booked.refresh_from_db()
    assert (late.outcome, none.outcome, booked.state) == ("accepted", "declined", "cancelled")
    assert [m.to for m in Mail.objects.filter(kind="bookings.withdrawal_decided").order_by("pk")] == [
        "ada.muster@example.org",
        "eva@example.org",
    ]
    assert client.post(reverse("bookings:accept_withdrawal", args=[late.pk])).status_code == 422
    assert [item.url for item in announced("board", now) if "widerrufe" in item.url] == []
    assert client.get(reverse("bookings:office_withdrawals")).status_code == 200


def test_what_took_effect_by_itself_leaves_the_board_when_seen(campus, client, anna, booked, now):
    made = matched(campus, now)
    client.force_login(anna)

    assert client.post(reverse("bookings:see_withdrawal", args=[made.pk])).status_code == 302
    assert not reads.withdrawals_to_see().exists()
    with pytest.raises(NothingToDecide):
        actions.see_withdrawal(withdrawal=made, by=anna, now=now)


def test_only_the_office_decides(campus, bodo, booked, now):
    made = matched(campus, now + timedelta(days=20))
    for deed in (
        lambda: actions.decide_withdrawal(withdrawal=made, accepted=True, by=bodo, now=now),
        lambda: actions.see_withdrawal(withdrawal=made, by=bodo, now=now),
    ):
        with pytest.raises(NotAllowed):
            deed()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"email": "ada"},
        {"contract": ""},
        {"contract": "x" * 1001},
        {"name": "x" * 121},
        {"name": "a\x00b"},
        {"form_key": ""},
        {"part": "y" * 1001},
    ],
)
def test_what_is_missing_or_too_long_is_said_and_nothing_is_stored(wrong, client, campus):
    answer = client.post(PAGE, TYPED | {"bestaetigt": "1"} | wrong)

    assert answer.status_code == 422
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize(
    "odd", ["<script>alert(1)</script>", "=1+1", "\U0001f600", "9" * 20, "{{ campus }}", "%s%(x)s"]
)
def test_odd_words_come_back_as_words(odd, client, campus):
    answer = client.post(PAGE, TYPED | {"name": odd, "contract": odd, "bestaetigt": "1"}, follow=True)

    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert odd in Mail.objects.get().body


def test_an_unknown_receipt_is_not_found(client, campus):
    assert client.get("/vertrag-widerrufen/eingang/" + "a" * 32 + "/").status_code == 404


def test_in_english_everything_is_english(client, campus):
    answer = client.post("/en" + PAGE, TYPED | {"bestaetigt": "1"}, follow=True).content.decode()

    assert "Your withdrawal has been received" in answer
    assert Mail.objects.get().subject == "Your withdrawal has been received"


def test_another_campus_is_not_touched(campus, other_campus, booked, now):
    from django_scopes import scope

    with scope(campus=other_campus):
        made = matched(other_campus, now, contract=booked.code)
        assert (made.why, made.booking) == ("no_match", None)
    assert Booking.objects.get().state == "binding"


def test_forgetting_a_person_takes_the_words_and_leaves_the_outcome(campus, booked, now):
    matched(campus, now)
    actions.forget(email="ada.muster@example.org", now=now)

    kept = Withdrawal.objects.get()
    assert (kept.name, kept.email, kept.contract, kept.outcome) == ("–", "", "–", "withdrawn")
