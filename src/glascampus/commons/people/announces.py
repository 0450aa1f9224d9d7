"""What the campus keeps of persons, and how it gives that out and forgets it."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from glascampus.commons.people import actions
from glascampus.commons.people.models import Person
from glascampus.commons.people.reads import earned_roles, erasure_wishes
from glascampus.commons.roll.reads import unused
from glascampus.commons.roll.rules import BoardItem, Erased, Keep, Personal


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


def board(now: datetime) -> list[BoardItem]:
    """Who asked to be forgotten; the law gives a month."""
    wishes = erasure_wishes(now)
    if not wishes:
        return []
    oldest = (now - wishes[0].asked_at).days
    title = ngettext(
        "Jemand bittet, alle Daten zu löschen", "%(n)s Menschen bitten, ihre Daten zu löschen", len(wishes)
    )
    detail = gettext("Seit %(days)s Tagen. Ein Monat ist Zeit.") % {"days": oldest}
    return [
        BoardItem(title % {"n": len(wishes)}, detail, reverse("web:erasures"), gettext("Ansehen"), urgency=60 + oldest)
    ]


def mailboxes(email: str) -> list[str]:
    """Whoever stands here as teaching or learning may sign in by mail, as that."""
    return earned_roles(email)
