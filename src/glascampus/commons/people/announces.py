"""What the campus keeps of persons, and how it gives that out and forgets it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from glascampus.basics.text import Text
from glascampus.commons.people import actions
from glascampus.commons.people.models import Person
from glascampus.commons.people.reads import earned_roles, erasure_wishes, known_people, lecturers_seen_by
from glascampus.commons.people.rules import YES, faults_of, person_key
from glascampus.commons.roll.reads import unused
from glascampus.commons.roll.rules import (
    BoardItem,
    Erased,
    Findable,
    IntakeColumn,
    IntakeKind,
    Keep,
    Look,
    Personal,
    Row,
    Section,
    Taking,
    intake_column,
)


def retention() -> list[Keep]:
    """A person stays as long as a seat, a paper or a course needs the name."""
    return [
        Keep(
            "people.Person", gettext_lazy("lernt oder lehrt hier; geht, sobald kein Platz und kein Nachweis den Namen mehr braucht"), None,
            personal=True, basis="contract", recipients=("office", "lecturers", "booker"), rule="retention.bookings_years",
            past=lambda _before: unused(Person.objects.filter(teaches=False)),
        )
    ]  # fmt: skip


def personal() -> list[Personal]:
    """Found by e-mail address."""
    return [Personal("people", _export, _erase)]


def _export(email: str) -> dict[str, list[dict[str, object]]]:
    fields = ("given_name", "family_name", "email", "external_id", "organisation_name", "note_de", "note_en")
    return {"people.person": list(Person.objects.filter(email__iexact=email).values(*fields))}


def _erase(email: str, now: datetime) -> Erased:
    return Erased({"people.person": actions.forget(email=email, now=now)})


# Lists from a spreadsheet


def intake_kinds() -> list[IntakeKind]:
    """Persons, most of all those who teach."""
    return [
        IntakeKind(
            "people", gettext_lazy("Personen"), _columns(), same=lambda row, _taking: person_key(row), look=_look, make=_make, unmake=_unmake,
        )
    ]  # fmt: skip


def _columns() -> list[IntakeColumn]:
    return [
        intake_column("given_name", gettext_lazy("Vorname"), "vorname|given name|first name|given_name", 80, required=True),
        intake_column("family_name", gettext_lazy("Nachname"), "nachname|name|familienname|last name|surname|family_name", 80),
        intake_column("email", gettext_lazy("E-Mail"), "e-mail|email|mail|e-mail-adresse", 254),
        intake_column("organisation_name", gettext_lazy("Betrieb"), "betrieb|firma|organisation|company", 200),
        intake_column("teaches", gettext_lazy("Lehrt (ja oder nein)"), "lehrt|lehrkraft|teaches|lecturer", 10),
    ]  # fmt: skip


def _look(rows: Sequence[Row], taking: Taking) -> list[Look]:
    known = known_people()
    return [Look(faults_of(row), person_key(row) in known) for row in rows]


def _make(rows: Sequence[Row], taking: Taking) -> list[int]:
    return [_person(row, taking).pk for row in rows]


def _person(row: Row, taking: Taking) -> Person:
    values = {**row, "teaches": row["teaches"].casefold() in YES}
    return actions.keep_person(person=Person(campus=taking.campus), by=taking.by, now=taking.now, **values)


def _unmake(pk: int, by: Any, now: datetime) -> None:
    for person in Person.objects.filter(pk=pk):
        actions.remove_person(person=person, by=by, now=now)


def board(now: datetime) -> list[BoardItem]:
    """Who asked to be forgotten; the law gives a month."""
    wishes = erasure_wishes(now)
    if not wishes:
        return []
    oldest = (now - wishes[0].asked_at).days
    title = ngettext(
        "Jemand bittet, alle Daten zu löschen", "%(n)s Menschen bitten, ihre Daten zu löschen", len(wishes)
    )
    return [
        BoardItem(
            title % {"n": len(wishes)},
            _since(oldest),
            reverse("web:erasures"),
            gettext("Ansehen"),
            urgency=60 + oldest,
            section=Section.US,
        )
    ]  # fmt: skip


def _since(waiting: int) -> str:
    if not waiting:
        return gettext("Seit weniger als einem Tag. Sie haben einen Monat Zeit.")
    return ngettext(
        "Seit einem Tag. Sie haben einen Monat Zeit.", "Seit %(days)s Tagen. Sie haben einen Monat Zeit.", waiting
    ) % {"days": waiting}


def mailboxes(email: str) -> list[str]:
    """Whoever stands here as teaching or learning may sign in by mail, as that."""
    return earned_roles(email)


def office_findable(user: Any, now: datetime) -> Iterator[Findable]:
    """Who teaches; who learns is announced by the bookings, with the course."""
    for one in lecturers_seen_by(user).filter(erased_at=None):
        yield Findable(
            "person",
            Text(one.name),
            "web:person_edit",
            (one.pk,),
            summary=Text(one.email),
            more=(Text(one.note_de, one.note_en),),
        )
