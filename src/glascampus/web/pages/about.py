"""Who and where we are: the campus, its facts, partners, places and people, each with its pages to change and remove it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.commons.campuses.models import Fact
from glascampus.commons.campuses.reads import all_facts
from glascampus.commons.desk.pages import CampusRequest, confirm_removal, office_page, take
from glascampus.commons.organisations.actions import keep_organisation, remove_organisation
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.organisations.reads import organisations_seen_by
from glascampus.commons.outbox import reads as outbox
from glascampus.commons.people.actions import keep_person, remove_person
from glascampus.commons.people.models import Person
from glascampus.commons.people.reads import people_seen_by
from glascampus.commons.roles.actions import change_campus, keep_fact, remove_fact
from glascampus.commons.sites.actions import keep_room, keep_site, remove_room, remove_site
from glascampus.commons.sites.models import Room, Site
from glascampus.commons.sites.reads import rooms, sites
from glascampus.web import forms


@office_page
def about(request: CampusRequest) -> HttpResponse:
    """Campus, partners, places, people: each with its button."""
    return render(
        request,
        "web/office_about.html",
        {
            "organisations": organisations_seen_by(request.user),
            "sites": sites(),
            "facts": all_facts(),
            "people": people_seen_by(request.user).filter(teaches=True),
        },
    )


@office_page
def campus_edit(request: CampusRequest) -> HttpResponse:
    """Who we are."""
    form = forms.CampusForm(request.POST or None, instance=request.campus)
    return take(
        request, form=form, title=_("Wer wir sind"), submit=_("Speichern"), said=_("Gespeichert."), back=_back(),
        do=lambda **values: change_campus(campus=request.campus, by=request.user, now=now(), **values),
        done=_to_about,
    )  # fmt: skip


def _to_about(_done: Any = None) -> str:
    return reverse("web:office_about")


def _back() -> tuple[str, str]:
    return reverse("web:office_about"), _("Zurück, ohne zu speichern")


def _edit(
    request: CampusRequest, *, form: Any, thing: Any, name: str, keep: Callable[..., Any], title: str, remove: str
) -> HttpResponse:
    return take(
        request, form=form, title=title, submit=_("Speichern"), said=_("Gespeichert."), back=_back(), done=_to_about,
        do=lambda **values: keep(**{name: thing}, by=request.user, now=now(), **values),
        template="web/office_edit.html", bounced=outbox.came_back([getattr(thing, "email", "")]), remove=reverse(remove, args=[thing.pk]) if thing.pk else "",
    )  # fmt: skip


def _remove(request: CampusRequest, *, thing: Any, name: str, remove: Callable[..., None]) -> HttpResponse:
    return confirm_removal(
        request, thing, to=_to_about(), back=_back(), do=lambda: remove(**{name: thing}, by=request.user, now=now())
    )


@office_page
def organisation_edit(request: CampusRequest, pk: int | None = None) -> HttpResponse:
    """Make or change a partner."""
    known = organisations_seen_by(request.user)
    thing = get_object_or_404(known, pk=pk) if pk else Organisation(campus=request.campus)
    form = forms.OrganisationForm(request.POST or None, instance=thing)
    return _edit(request, form=form, thing=thing, name="organisation", keep=keep_organisation,
                 title=_("Organisation"), remove="web:organisation_remove")  # fmt: skip


@office_page
def organisation_remove(request: CampusRequest, pk: int) -> HttpResponse:
    """Remove a partner on which nothing leans."""
    thing = get_object_or_404(organisations_seen_by(request.user), pk=pk)
    return _remove(request, thing=thing, name="organisation", remove=remove_organisation)


@office_page
def site_edit(request: CampusRequest, pk: int | None = None) -> HttpResponse:
    """Make or change a place."""
    thing = get_object_or_404(sites(), pk=pk) if pk else Site(campus=request.campus)
    form = forms.SiteForm(request.POST or None, instance=thing)
    return _edit(
        request, form=form, thing=thing, name="site", keep=keep_site, title=_("Standort"), remove="web:site_remove"
    )


@office_page
def site_remove(request: CampusRequest, pk: int) -> HttpResponse:
    """Remove a place on which nothing leans."""
    return _remove(request, thing=get_object_or_404(sites(), pk=pk), name="site", remove=remove_site)


@office_page
def room_edit(request: CampusRequest, pk: int | None = None) -> HttpResponse:
    """Make or change a room."""
    thing = get_object_or_404(rooms(), pk=pk) if pk else Room(campus=request.campus)
    form = forms.RoomForm(request.POST or None, instance=thing)
    return _edit(
        request, form=form, thing=thing, name="room", keep=keep_room, title=_("Raum"), remove="web:room_remove"
    )


@office_page
def room_remove(request: CampusRequest, pk: int) -> HttpResponse:
    """Remove a room on which nothing leans."""
    return _remove(request, thing=get_object_or_404(rooms(), pk=pk), name="room", remove=remove_room)


@office_page
def person_edit(request: CampusRequest, pk: int | None = None) -> HttpResponse:
    """Make or change a person; new ones teach."""
    thing = (
        get_object_or_404(people_seen_by(request.user), pk=pk) if pk else Person(campus=request.campus, teaches=True)
    )
    form = forms.PersonForm(request.POST or None, instance=thing)
    return _edit(
        request, form=form, thing=thing, name="person", keep=keep_person, title=_("Person"), remove="web:person_remove"
    )


@office_page
def person_remove(request: CampusRequest, pk: int) -> HttpResponse:
    """Remove a person on whom nothing leans."""
    thing = get_object_or_404(people_seen_by(request.user), pk=pk)
    return _remove(request, thing=thing, name="person", remove=remove_person)


@office_page
def fact_edit(request: CampusRequest, pk: int | None = None) -> HttpResponse:
    """Make or change a public fact."""
    thing = get_object_or_404(all_facts(), pk=pk) if pk else Fact(campus=request.campus)
    form = forms.FactForm(request.POST or None, instance=thing)
    return _edit(
        request, form=form, thing=thing, name="fact", keep=keep_fact, title=_("Fakt"), remove="web:fact_remove"
    )


@office_page
def fact_remove(request: CampusRequest, pk: int) -> HttpResponse:
    """Remove a public fact."""
    return _remove(request, thing=get_object_or_404(all_facts(), pk=pk), name="fact", remove=remove_fact)
