"""The rest of the world: mails, texts, rules, tokens, withdrawals, fees, scans, and what belongs to the players themselves."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from glascampus.basics.tokens import fingerprint
from glascampus.commons.campuses.models import Campus
from glascampus.commons.campuses.reads import link_token
from glascampus.commons.intake.models import Batch
from glascampus.commons.legal.models import Feedback, LegalText, Rule
from glascampus.commons.machines.models import Token
from glascampus.commons.organisations.models import Membership
from glascampus.commons.outbox.models import Mail, MailText
from glascampus.commons.roles.models import User
from glascampus.stations.bookings.models import Booking, Fee, Undoable, Withdrawal
from glascampus.stations.courses.models import Run
from glascampus.stations.credentials import actions as papers
from glascampus.stations.credentials.models import Scan
from tests.build import bookings, commons, courses
from tests.build.commons import NOW

DAY = NOW.date()
KIND = "bookings.booked"


def kept(campus: Campus, run: Run, booking: Booking) -> dict[str, Any]:
    """Rows that deeds leave behind, made by hand: only their address matters here."""
    here = campus.key
    mail = Mail.objects.filter(about_id=booking.pk).first()
    assert mail
    withdrawal = Withdrawal(
        campus=campus, name="Ada", contract="Kurs", email=f"ada@{here}.example", form_key=here, received_at=NOW, code=f"w-{here}"
    )  # fmt: skip
    withdrawal.link = fingerprint(link_token("withdrawal", withdrawal.code))
    rows: dict[str, Any] = {
        "mail.text": MailText(campus=campus, kind=KIND, language="de", parts={}, made_at=NOW),
        "legal": LegalText(campus=campus, kind="terms", number=7, text_de="Es gilt.", valid_from=DAY, made_at=NOW),
        "rule": Rule(campus=campus, key="x.of_matrix", value="x", valid_from=DAY, source_title="Gesetz", checked_on=DAY),
        "feedback": Feedback(campus=campus, what="Zu klein.", received_at=NOW),
        "token": Token(campus=campus, name="Programm", fingerprint=fingerprint(here), scopes="", made_at=NOW),
        "withdrawal": withdrawal,
        "fee": Fee(campus=campus, booking=booking, seats=1, price_cents=9, percent=9, cents=1, days_left=3, charged_at=NOW),
        "undo": Undoable(campus=campus, deed="run_confirmed", run=run, batch=uuid.uuid5(uuid.NAMESPACE_DNS, here).hex, done_at=NOW,
                         until=NOW + timedelta(minutes=9)),
        "scan": Scan(campus=campus, run=run, file=f"{papers.FOLDER}/{here}.pdf", pages=1, sha256=fingerprint(here), made_at=NOW),
        "batch": Batch(campus=campus, kind="people", made=[], made_at=NOW),
    }  # fmt: skip
    for row in rows.values():
        row.save()
    told = {name: row.pk for name, row in rows.items()}
    return {
        **told,
        "mail": mail.pk,
        "withdrawal.token": link_token("withdrawal", withdrawal.code),
        "scan.file": here,
    }


def firms(campus: Campus, own: User) -> dict[str, Any]:
    """The company player's firm with a colleague, and a firm that is somebody else's."""
    found: dict[str, Any] = {}
    for name in ("firm", "foreign"):
        firm = commons.organisation(campus, f"{name} {campus.key}")
        colleague = User(email=f"{name}@{campus.key}.example", made_at=NOW)
        colleague.save()
        member = Membership(campus=campus, organisation=firm, user=colleague, made_at=NOW)
        member.save()
        found |= {name: firm.pk, f"{name}.member": member.pk, f"{name}.user": colleague.pk}
        commons.user(campus, colleague.email, "company")
    Membership(campus=campus, organisation_id=found["firm"], user=own, made_at=NOW).save()
    booking = bookings.booking(courses.run(campus), "Emil Muster", kind="company", organisation_name="firm")
    Booking.objects.filter(pk=booking.pk).update(organisation=found["firm"])
    return found | {"firm.booking": booking.code, "firm.seat": booking.seats.get().pk}


def seats_of_players(campus: Campus) -> dict[str, Any]:
    """A booking of the participant's own, and one of somebody else's in the same run."""
    run = courses.run(campus)
    own = bookings.booking(run, "Petra Eigen", booker_email=f"participant@{campus.key}.example")
    strange = bookings.booking(run, f"Fritz {campus.key}")
    found: dict[str, Any] = {}
    for name, booking in (("own", own), ("strange", strange)):
        found |= {f"{name}.booking": booking.code, f"{name}.seat": booking.seats.get().pk}
    return found
