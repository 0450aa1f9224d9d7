"""Campuses, the cast (office Anna, company Bodo, stranger Carla), organisations, sites, persons."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django_scopes import scope

from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.organisations.actions import keep_organisation
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.people.actions import keep_person
from glascampus.commons.people.models import Person
from glascampus.commons.roles.actions import make_user
from glascampus.commons.roles.models import User
from glascampus.commons.sites.actions import keep_site
from glascampus.commons.sites.models import Site

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


def campus(key: str = "testcampus", **values: Any) -> Campus:
    """A campus; ``host`` empty means that it answers everywhere."""
    return Campus.objects.create(key=key, name_de=values.pop("name_de", "Testcampus"), made_at=NOW, **values)


def user(campus: Campus, email: str, kind: str) -> User:
    """A user with one role and the password ``glas und licht``."""
    with scope(campus=campus):
        return make_user(campus=campus, email=email, kind=kind, by=SYSTEM, now=NOW, password="glas und licht")


def organisation(campus: Campus, name: str = "Beispielbetrieb Nord GmbH", **values: Any) -> Organisation:
    """A company, unless said otherwise."""
    values.setdefault("slug", name.lower().replace(" ", "-"))
    return keep_organisation(organisation=Organisation(campus=campus), by=SYSTEM, now=NOW, name=name, **values)


def site(campus: Campus, slug: str = "bsz", **values: Any) -> Site:
    """A site in Torgau."""
    values = {"name_de": "BSZ Torgau", "town": "Torgau", "street": "Repitzer Weg 10", "step_free": True, **values}
    return keep_site(site=Site(campus=campus), by=SYSTEM, now=NOW, slug=slug, **values)


def person(campus: Campus, given_name: str = "Alex", family_name: str = "Muster", **values: Any) -> Person:
    """Somebody who learns or teaches."""
    values = {"given_name": given_name, "family_name": family_name, **values}
    return keep_person(person=Person(campus=campus), by=SYSTEM, now=NOW, **values)
