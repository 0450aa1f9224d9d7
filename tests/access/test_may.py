"""Each predicate ``may_…`` guards a deed: a stranger is refused, and with the predicate switched to True the refusal is gone.

The second half is the mutation check: a predicate that nobody asks, or that another one hides, fails here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from inspect import getmembers, isfunction
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from glascampus.basics.reason import NotAllowed
from glascampus.commons.desk.actions import settle_mail
from glascampus.commons.editorial.actions import keep_page
from glascampus.commons.intake.actions import take_back
from glascampus.commons.intake.models import Batch
from glascampus.commons.legal.actions import keep_text
from glascampus.commons.machines.actions import make_token
from glascampus.commons.monday.actions import want_letter
from glascampus.commons.organisations.actions import keep_organisation, make_colleague
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.outbox.models import Mail
from glascampus.commons.people.actions import keep_person
from glascampus.commons.people.models import Person
from glascampus.commons.sites.actions import keep_site
from glascampus.commons.sites.models import Site
from glascampus.stations.bookings import actions as bookings_do
from glascampus.stations.courses import actions as courses_do
from glascampus.stations.courses.models import Course
from glascampus.stations.credentials import actions as papers_do
from glascampus.stations.credentials.actions import lists
from glascampus.stations.curriculum import actions as curriculum_do
from glascampus.stations.curriculum.models import Module
from glascampus.stations.needs import actions as needs_do
from glascampus.stations.needs.models import Topic
from tests.build import bookings, commons, courses
from tests.build.commons import NOW

Deed = Callable[[Any, Any], Any]


def _tap(campus: Any, by: Any) -> Any:
    run = courses.run(campus)
    seat = bookings.booking(run).seats.get()
    return papers_do.tap(session=run.sessions.get(), seat=seat, present=True, by=by, now=NOW)


def _mail(campus: Any) -> Mail:
    bookings.booking(courses.run(campus))
    return Mail.objects.first()  # type: ignore[return-value]  # the booking's


def _batch(campus: Any) -> Batch:
    batch = Batch(campus=campus, kind="people", made=[], made_at=NOW)
    batch.save()
    return batch


def _page(url: str, by: Any) -> None:
    """A page that only some may open."""
    client = Client()
    client.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
    if client.get(url).status_code == 403:
        raise NotAllowed


DEEDS: dict[str, Deed] = {
    "sites.may_change_sites": lambda campus, by: keep_site(
        site=Site(campus=campus), by=by, now=NOW, slug="x", name_de="X"
    ),
    "organisations.may_change_organisations": lambda campus, by: keep_organisation(
        organisation=Organisation(campus=campus), by=by, now=NOW, name="X", slug="x"
    ),
    "people.may_change_people": lambda campus, by: keep_person(
        person=Person(campus=campus), by=by, now=NOW, given_name="X"
    ),
    "needs.may_change_needs": lambda campus, by: needs_do.keep_topic(
        topic=Topic(campus=campus), by=by, now=NOW, title_de="X"
    ),
    "curriculum.may_change_curriculum": lambda campus, by: curriculum_do.keep_module(
        module=Module(campus=campus), by=by, now=NOW, slug="x", title_de="X", outcomes=[], answers=[]
    ),
    "courses.may_change_courses": lambda campus, by: courses_do.keep_course(
        course=Course(campus=campus), by=by, now=NOW, slug="x", title_de="X", modules=[]
    ),
    "courses.may_change_runs": lambda campus, by: courses_do.plan_run(run=courses.run(campus), by=by, now=NOW),
    "bookings.may_change_booking": lambda campus, by: bookings_do.cancel_booking(
        booking=bookings.booking(courses.run(campus)), by=by, now=NOW
    ),
    "bookings.may_decide_runs": lambda campus, by: bookings_do.confirm_run(run=courses.run(campus), by=by, now=NOW),
    "credentials.may_close": lambda campus, by: papers_do.close_run(run=courses.run(campus), by=by, now=NOW),
    "credentials.may_note": _tap,
    "credentials.may_print": lambda campus, by: lists.keep_pack(run=courses.run(campus), by=by, now=NOW),
    "bookings.may_attach_booking": lambda campus, by: bookings_do.attach_booking(
        booking=bookings.booking(courses.run(campus)), organisation=commons.organisation(campus), by=by, now=NOW
    ),
    "machines.may_keep_tokens": lambda campus, by: make_token(
        campus=campus, name="X", scopes=["bookings:read"], by=by, now=NOW
    ),
    "legal.may_change_legal": lambda campus, by: keep_text(
        campus=campus, kind="terms", text_de="Es gilt.", text_en="It holds.", by=by, now=NOW
    ),
    "desk.may_tend_mail": lambda campus, by: settle_mail(mail=_mail(campus), by=by, now=NOW),
    "organisations.may_invite_colleagues": lambda campus, by: make_colleague(
        organisation=commons.organisation(campus), user=by, by=by, now=NOW
    ),
    "intake.may_take_lists": lambda campus, by: take_back(batch=_batch(campus), by=by, now=NOW),
    "bookings.sees_firm": lambda _campus, by: _page("/betrieb/", by),
    "courses.sees_teaching": lambda _campus, by: _page("/lehre/", by),
    "impact.sees_funder_figures": lambda _campus, by: _page("/foerderer/", by),
    "editorial.may_write_pages": lambda campus, by: keep_page(campus=campus, by=by, now=NOW, title_de="X"),
    "monday.may_have_letter": lambda campus, by: want_letter(campus=campus, wanted=True, language="de", by=by, now=NOW),
    "roles.may_have_password": lambda _campus, by: _page("/konto/passwort/", by),
}


def predicates() -> dict[str, Callable[..., bool]]:
    """Every ``may_…`` and ``sees_…`` of every ``access.py``, by app and name."""
    found = {}
    for config in apps.get_app_configs():
        room = f"{config.name}.access"
        if config.name.startswith("glascampus.") and find_spec(room):
            for name, function in getmembers(import_module(room), isfunction):
                if name.startswith(("may_", "sees_")) and function.__module__ == room:
                    found[f"{config.label}.{name}"] = function
    return found


def _everywhere(monkeypatch: pytest.MonkeyPatch, function: Callable[..., bool]) -> None:
    """Let everybody who imported ``function`` hear True."""
    for name, module in list(sys.modules.items()):
        if name.startswith("glascampus."):
            for known, value in list(vars(module).items()):
                if value is function:
                    monkeypatch.setattr(module, known, _yes)
                for cell in _cells(value):
                    if _content(cell) is function:
                        monkeypatch.setattr(cell, "cell_contents", _yes)


def _yes(*_args: Any, **_named: Any) -> bool:
    return True


def _cells(value: Any) -> Iterator[Any]:
    """Where the decorators of a page keep the predicate they were given."""
    while value is not None and hasattr(value, "__dict__"):
        yield from getattr(value, "__closure__", None) or ()
        value = vars(value).get("__wrapped__")


def _content(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # not filled yet
        return None


def _is_refused(deed: Deed, campus: Any, by: Any) -> bool:
    """Whether the stranger hears ``NotAllowed``; any other fault comes after that question."""
    mark = transaction.savepoint()
    try:
        deed(campus, by)
    except NotAllowed:
        return True
    except Exception:  # noqa: BLE001  the deed went on, that is what is asked
        return False
    finally:
        transaction.savepoint_rollback(mark)
    return False


def test_every_predicate_guards_a_deed():
    assert sorted(DEEDS) == sorted(predicates())


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_a_stranger_is_refused_and_only_by_this_predicate(name, campus, carla, monkeypatch):
    function = predicates()[name]
    assert _is_refused(DEEDS[name], campus, carla)

    _everywhere(monkeypatch, function)
    assert not _is_refused(DEEDS[name], campus, carla)
