"""What can be done with several runs at once, and people who come into a run from a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from glascampus.basics.clock import now
from glascampus.basics.reason import Reason
from glascampus.commons.desk.rules import Deed
from glascampus.commons.legal.reads import shown_at_booking
from glascampus.commons.roll.reads import say
from glascampus.commons.roll.rules import IntakeKind, Look, Row, Taking, intake_column
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.forms import CallsForm, ListBookerForm, fault_of
from glascampus.stations.bookings.models import Booking
from glascampus.stations.bookings.rules import MOST_PEOPLE, Given, who
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.reads import run_by_code
from glascampus.stations.courses.rules import why_not_bookable


def deeds(of: str) -> list[Deed]:
    """What can be done with several runs of the office's list at once."""
    return [_calls()] if of == "runs" else []


def _calls() -> Deed:
    return Deed(
        "nachfragen", _("Noch einmal alle fragen"), why_not=_why_no_calls, do=_start_calls, form=CallsForm,
        question=lambda n: ngettext("In %(n)s Durchgang noch einmal alle fragen?", "In %(n)s Durchgängen noch einmal alle fragen?", n) % {"n": n},
        happens=lambda run: ngettext("%(n)s Platz kommt auf die Anrufliste", "%(n)s Plätze kommen auf die Anrufliste", run.taken) % {"n": run.taken},
        intro=_("So wissen Sie vor der Entscheidung, wer wirklich kommt. Zehn Minuten lang lässt sich jede Runde bei ihrem Durchgang zurücknehmen."),
        submit=_("Runden starten"), said=lambda n: ngettext("%(n)s Runde läuft.", "%(n)s Runden laufen.", n) % {"n": n},
    )  # fmt: skip


def _why_no_calls(run: Run) -> str:
    if run.state not in {Run.State.OPEN, Run.State.CONFIRMED} or (run.starts_at and now() >= run.starts_at):
        return say(Reason("run_state"))
    return "" if run.taken else say(Reason("nobody_to_ask"))


def _start_calls(run: Run, *, mail: bool, by: Any, now: datetime) -> None:
    actions.start_calls(run=run, mail=mail, by=by, now=now)


# A list of people into a run


def intake_kinds() -> list[IntakeKind]:
    """The people of a firm: one booking for all of them."""
    columns = [
        intake_column("given_name", _("Vorname"), "vorname|given name|first name|given_name", 80, required=True),
        intake_column("family_name", _("Nachname"), "nachname|name|familienname|last name|surname|family_name", 80),
        intake_column("email", _("E-Mail"), "e-mail|email|mail|e-mail-adresse", 254),
        intake_column("external_id", _("Personalnummer"), "personalnummer|nummer|id|external_id|staff number", 80),
    ]
    return [
        IntakeKind(
            "participants", _("Personen in einem Durchgang"), columns, same=_key, look=_look, make=_make, unmake=_unmake, form=ListBookerForm,
            intro=_("Alle Zeilen ohne Fehler werden eine Buchung. Wer keinen Platz mehr findet, kommt auf die Warteliste."),
            undo=_("Beim Zurücknehmen wird die ganze Buchung kostenfrei storniert, und wer gebucht hat, bekommt eine Mail."),
            named=lambda run: f"{run.course.title}, {run.code}", about=lambda user, code: run_by_code(code, user), refuses=_refuses,
            back=lambda run: (reverse("bookings:office_run", args=[run.code]), gettext("Zu den Buchungen des Durchgangs")),
        )
    ]  # fmt: skip


def _given(row: Row) -> Given:
    return Given(row["given_name"], row["family_name"], row["email"].lower(), row["external_id"])


def _key(row: Row, taking: Taking) -> str:
    return who(_given(row), taking.more.get("organisation_name", ""))


def _refuses(taking: Taking) -> Reason | None:
    """The office books until the run begins."""
    run: Run = taking.about
    return why_not_bookable(state=run.state, closes_at=run.starts_at or run.closes_at, now=taking.now)


def _look(rows: Sequence[Row], taking: Taking) -> list[Look]:
    """Who gets a seat, who would wait, who is in the run already."""
    keys = [_key(row, taking) for row in rows]
    there = reads.people_in(taking.about, keys)
    free, good, looks = reads.free_now(taking.about, taking.now), 0, []
    for row, key in zip(rows, keys, strict=True):
        look = Look(_faults(row), known=key in there)
        if not look.faults and not look.known:
            good += 1
            look.faults = [("", Reason("too_many_people", most=MOST_PEOPLE))] if good > MOST_PEOPLE else []
            look.says = gettext("bekommt einen Platz") if good <= free else gettext("kommt auf die Warteliste")
        looks.append(look)
    return looks


def _faults(row: Row) -> list[tuple[str, Reason]]:
    """Only the mailbox can still be wrong: names and lengths were looked at before."""
    return [("email", Reason("row_email_wrong"))] if fault_of(_given(row)) else []


def _make(rows: Sequence[Row], taking: Taking) -> list[int]:
    """One booking of a firm; those who fit sit, the others wait."""
    typed = dict(taking.more)
    language = get_language() or "de"
    texts = shown_at_booking(language, taking.now)
    booking = actions.book(
        run=taking.about, kind=Booking.Kind.COMPANY, people=[_given(row) for row in rows], by=taking.by, now=taking.now,
        split=True, language=language, shown=texts.versions, terms=texts.terms if typed.pop("terms", False) else "", **typed,
    )  # fmt: skip
    return [booking.pk]


def _unmake(pk: int, by: Any, now: datetime) -> None:
    for booking in Booking.objects.filter(pk=pk):
        actions.cancel_seats(booking=booking, seats=None, by=by, now=now, free=True)
