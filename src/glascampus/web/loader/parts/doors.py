"""Who signs in to the demo: one invented user per role that has pages, each with something of their own to see."""

from __future__ import annotations

from django.db.models import Count

from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.organisations.actions import keep_organisation, make_colleague
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.people.actions import keep_person
from glascampus.commons.people.models import Person
from glascampus.commons.roles.actions import make_user
from glascampus.commons.roles.models import User
from glascampus.commons.roles.reads import DEMO_DOMAIN
from glascampus.stations.bookings.actions import attach_booking
from glascampus.stations.bookings.models import Booking
from glascampus.stations.courses.models import Run
from glascampus.stations.needs.actions import correct
from glascampus.stations.needs.models import Statement
from glascampus.stations.needs.rules import slug_of
from glascampus.web.loader.crowd import FIRMS, PARTICIPANT
from glascampus.web.loader.loading import Loading

OTHERS = {
    "company": ("betrieb", "Uli Beispiel"), "lecturer": ("lehre", "Toni Muster"),
    "participant": (PARTICIPANT.removesuffix(DEMO_DOMAIN), "Jo Beispiel"), "funder": ("foerderer", "Sam Muster"),
}  # fmt: skip  # mailbox and name; nobody translates a name, so these read alike in both languages


def load(on: Loading) -> None:
    """After everything else, since it leans on bookings and runs. The participant's mailbox stands in the bookings already."""
    teacher = _busiest_lecturer(on)
    names = {"lecturer": teacher.name} if teacher else {}
    users = {
        kind: make_user(
            campus=on.campus, email=f"{local}{DEMO_DOMAIN}", name=names.get(kind, name), kind=kind, by=SYSTEM, now=on.long_ago
        )
        for kind, (local, name) in OTHERS.items()
    }  # fmt: skip
    _company(on, users["company"])
    if teacher:
        keep_person(person=teacher, by=SYSTEM, now=on.now, email=users["lecturer"].email)


def _company(on: Loading, user: User) -> None:
    """An invented firm with all its bookings and needs; the user is its first colleague."""
    name = FIRMS[0]
    firm = Organisation.objects.filter(name=name).first() or keep_organisation(
        organisation=Organisation(campus=on.campus),
        by=SYSTEM,
        now=on.long_ago,
        name=name,
        slug=slug_of(name),
        example=True,
    )
    for booking in Booking.objects.filter(organisation_name=name, organisation=None).order_by("pk"):
        attach_booking(booking=booking, organisation=firm, by=SYSTEM, now=booking.booked_at)
    for need in Statement.objects.filter(organisation_name=name, organisation=None).order_by("pk"):
        correct(
            statement=need, by=SYSTEM, now=on.now, wish=need.wish, people=need.people, wanted_by=need.wanted_by,
            organisation_name=name, organisation=firm,
        )  # fmt: skip
    make_colleague(organisation=firm, user=user, by=SYSTEM, now=on.long_ago)


def _busiest_lecturer(on: Loading) -> Person | None:
    """Whoever teaches most signs in as the demo's lecturer."""
    teaching = Run.lecturers.through.objects.filter(run__campus=on.campus).values("person")
    busiest = teaching.annotate(runs=Count("pk")).order_by("-runs", "person").first()
    return Person.objects.get(pk=busiest["person"]) if busiest else None
