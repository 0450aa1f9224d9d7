"""What the campus keeps of persons, and how it gives that out and forgets it."""

from __future__ import annotations

from datetime import datetime

from glascampus.commons.people import actions
from glascampus.commons.people.models import Person
from glascampus.commons.roll.rules import Erased, Keep, Personal


def retention() -> list[Keep]:
    """A person stays as long as a seat, a paper or a course needs the name."""
    return [Keep("people.Person", "learns or teaches here", 3650, personal=True)]


def personal() -> list[Personal]:
    """Found by e-mail address."""
    return [Personal("people", _export, _erase)]


def _export(email: str) -> dict[str, list[dict[str, object]]]:
    fields = ("given_name", "family_name", "email", "external_id", "organisation_name", "note_de", "note_en")
    return {"people.person": list(Person.objects.filter(email__iexact=email).values(*fields))}


def _erase(email: str, now: datetime) -> Erased:
    return Erased({"people.person": actions.forget(email=email, now=now)})
