"""Making, changing and removing persons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language

from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import keep, note, remove
from glascampus.commons.outbox.actions import post
from glascampus.commons.people.access import may_change_people
from glascampus.commons.people.models import Person
from glascampus.commons.people.reads import has_asked_for_erasure, mailbox_of, office_mailbox
from glascampus.commons.people.rules import ERASURE_ASKED
from glascampus.commons.roles.access import demand


@transaction.atomic
def keep_person(*, person: Person, by: Any, now: datetime, **values: Any) -> Person:
    """Store a new or changed person.

    Raises:
        NotAllowed: not the office.
    """
    demand(may_change_people(by))
    deed = "people.person_changed" if person.pk else "people.person_made"
    return keep(thing=person, by=by, now=now, deed=deed, values=values)


@transaction.atomic
def remove_person(*, person: Person, by: Any, now: datetime) -> None:
    """Delete a person on which nothing leans.

    Raises:
        NotAllowed: not the office.
        StillUsed: something refers to it.
    """
    demand(may_change_people(by))
    remove(thing=person, by=by, now=now, deed="people.person_removed")


@transaction.atomic
def ask_for_erasure(*, campus: Campus, by: Any, now: datetime) -> None:
    """Tell the office that whoever signed in wants to be forgotten, and tell them so; asked again, nothing happens.

    Raises:
        NotAllowed: nobody has signed in.
    """
    mailbox = mailbox_of(by)
    demand(bool(mailbox))
    Campus.objects.select_for_update().get(pk=campus.pk)  # one after the other: the same form twice is one request
    if has_asked_for_erasure(by, now):
        return
    note(by=by, deed=ERASURE_ASKED, thing=campus, now=now)
    told: dict[str, Any] = {"campus": campus, "context": {"mailbox": mailbox}, "now": now, "about": campus}
    if office := campus.email or office_mailbox():
        post(to=office, template="people/mail/erasure_asked.txt", language="de", **told)
    post(to=mailbox, template="people/mail/erasure_receipt.txt", language=get_language() or "de", **told)


def forget(*, email: str, now: datetime) -> int:
    """Part of ``people erase``, which writes the line: blank the persons with this address. Returns how many there were."""
    return blank(persons=Person.objects.filter(email__iexact=email), now=now)


def blank(*, persons: QuerySet[Person], now: datetime) -> int:
    """Take every word off ``persons``. The rows stay as numbers, since seats and papers lean on them."""
    return persons.update(
        given_name="–", family_name="", email="", external_id="", organisation_name="", organisation=None,
        note_de="", note_en="", erased_at=now,
    )  # fmt: skip
