"""What lies on the office's desk: mails that went and two that did not arrive, remarks on barriers, somebody who wants to be forgotten."""

from __future__ import annotations

from datetime import timedelta

from glascampus.commons.journal.rules import GUEST, SYSTEM
from glascampus.commons.legal.actions import answer_feedback, give_feedback
from glascampus.commons.outbox.reads import mails_about
from glascampus.commons.people.actions import ask_for_erasure
from glascampus.commons.roles.actions import make_user
from glascampus.stations.bookings.actions import match_withdrawals, withdraw
from glascampus.stations.bookings.actions.letters import tell
from glascampus.stations.bookings.models import Booking
from glascampus.web.loader.actions import delivered, not_arrived
from glascampus.web.loader.loading import Loading, at
from glascampus.web.loader.reader import Row

NEWEST, ANSWERED_AFTER = 12, timedelta(days=3)


def load(on: Loading) -> None:
    """Last of all, and the only part whose mails are written; all of them have left before anybody looks."""
    for row in on.rows("desk", "remark"):
        with at(row):
            _remark(on, row)
    for row in on.rows("desk", "withdrawal"):
        with at(row):
            _withdrawal(on, row)
    for row in on.rows("desk", "erasure"):
        with at(row):
            _erasure(on, row)
    _mails(on)


def _remark(on: Loading, row: Row) -> None:
    given = give_feedback(
        campus=on.campus, what=row["what_de"], place=row["place"], email=row.get("email", ""), language="de", by=GUEST, now=on.ago(row["days_ago"]),
    )  # fmt: skip
    if row.get("answer_de"):
        answer_feedback(feedback=given, answer=row["answer_de"], by=SYSTEM, now=given.received_at + ANSWERED_AFTER)


def _withdrawal(on: Loading, row: Row) -> None:
    """By the consumer's button, in words from which no booking can be told: the office decides."""
    when = on.ago(row["days_ago"])
    withdraw(
        campus=on.campus, name=row["name"], contract=row["contract_de"], part="", email=row["email"], language="de",
        form_key=f"demo-{row['key']}", by=GUEST, now=when,
    )  # fmt: skip
    match_withdrawals(now=when)


def _erasure(on: Loading, row: Row) -> None:
    """Who first booked alone in a run asks to be forgotten; nobody but the mailbox is known of them."""
    booking = Booking.objects.filter(run__code=row["run"], kind=Booking.Kind.PRIVATE).order_by("pk").first()
    if booking:
        asked = on.ago(row["days_ago"])
        user = make_user(
            campus=on.campus,
            email=booking.booker_email,
            name=booking.booker_name,
            kind="participant",
            by=SYSTEM,
            now=asked,
        )
        ask_for_erasure(campus=on.campus, by=user, now=asked)


def _mails(on: Loading) -> None:
    """The newest bookings were confirmed by mail. What the file names did not arrive, the rest did."""
    wrong = {row["run"]: row["outcome"] for row in on.rows("desk", "mail")}
    firm = Booking.objects.filter(state=Booking.State.BINDING).select_related("run__course", "run__site", "campus")
    newest_first = firm.order_by("-booked_at", "-pk")
    lost = [booking for code in wrong for booking in newest_first.filter(run__code=code)[:1]]
    for booking in {each.pk: each for each in [*newest_first[:NEWEST], *lost]}.values():
        number = len(booking.seats.all())
        tell(booking, "booked", now=booking.booked_at, with_calendar=True, number=number, waiting=0, position=0)
    for booking in lost:
        not_arrived(mails=mails_about(booking), came_back=wrong[booking.run.code] == "bounced")
    delivered(campus=on.campus)
