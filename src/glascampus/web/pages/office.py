"""The office's own pages: the board, and who and where we are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from glascampus.commons.roll.reads import announced
from glascampus.commons.roll.rules import TODAY, Board, BoardItem, Section, arranged
from glascampus.commons.roll.words import SECTIONS, headline
from glascampus.commons.sites.actions import keep_room, keep_site, remove_room, remove_site
from glascampus.commons.sites.models import Room, Site
from glascampus.commons.sites.reads import rooms, sites
from glascampus.stations.bookings import reads as bookings
from glascampus.stations.courses import reads as courses
from glascampus.web import forms
from glascampus.web.first_steps import first_steps
from glascampus.web.pages.first_steps import LATER as LATER_STEPS

STEPS_ON_BOARD = 3
RUNS_ON_BOARD, RUNS_AT_ONCE = 10, 4
TODAY_AT_ONCE, AT_ONCE = 5, 3  # how many items of a section stand open; the rest is a tap away
LATER = frozenset({Section.THEM, Section.OPEN})  # stands beside the runs on the way


@office_page
def board(request: CampusRequest) -> HttpResponse:
    """One page for one person: what must be decided, then what is on the way, then what is open."""
    moment = now()
    runs = list(courses.upcoming_runs(moment, request.user)[:RUNS_ON_BOARD])
    ways = bookings.ways([run.pk for run in runs])
    path = None if LATER_STEPS in request.session else first_steps(request.campus, request.user, moment)
    steps = path.open[:STEPS_ON_BOARD] if path else []
    every = {step.url for step in path.steps} if path else set()
    said = every - {
        reverse("web:keys")
    }  # the first steps say it already; but the keys are asked for until they are safe
    found = arranged(item for item in announced("board", moment) if item.url not in said)
    return render(
        request,
        "web/board.html",
        {
            "headline": headline(len(found.today)),
            "now": [_folded(found, section) for section in found.sections if section not in LATER],
            "later": [_folded(found, section) for section in found.sections if section in LATER],
            "urgent": next((item for item in found.today if not item.post), None),
            "quiet": not found.today,
            "runs": [(run, ways.get(run.pk)) for run in runs[:RUNS_AT_ONCE]],
            "more_runs": [(run, ways.get(run.pk)) for run in runs[RUNS_AT_ONCE:]],
            "path": path,
            "steps": steps,
            "later_steps": LATER_STEPS in request.session,
            "mails": outbox.waiting().count(),
        },
    )


def _folded(found: Board, section: Section) -> tuple[Any, Sequence[BoardItem], Sequence[BoardItem]]:
    """The heading of a section, what stands open below it, and what is folded away."""
    items, most = found.sections[section], TODAY_AT_ONCE if section in TODAY else AT_ONCE
    return SECTIONS[section], items[:most], items[most:]


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
