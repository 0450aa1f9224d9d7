"""Each deed asks for itself who may do it, whatever the page before it asked: a guest and a stranger are refused by every one."""

from __future__ import annotations

import inspect
import pkgutil
import sys
from importlib import import_module
from unittest.mock import MagicMock

import pytest
from django.apps import apps

from glascampus.basics.reason import NotAllowed
from glascampus.commons.journal.rules import GUEST

OF_A_ROW = {  # who may follows from the row: bookings/test_whose.py, web/test_own_pages.py, operations/test_colleagues.py
    "bookings.accept_offer", "bookings.answer_move", "bookings.attach_booking", "bookings.cancel_seats", "bookings.change_names",
    "bookings.decline_offer", "bookings.make_binding", "bookings.note_call", "organisations.end_membership",
    "organisations.invite_colleague", "organisations.make_colleague", "people.ask_for_erasure",
}  # fmt: skip

OPEN = {  # for everybody, or steps of a deed that has asked
    "bookings.attach_to_own_firm", "bookings.book", "bookings.cancel_booking", "bookings.done_in_line", "bookings.store", "bookings.undoable", "bookings.withdraw", "bookings.write",
    "campuses.set_clock", "courses.mark_cancelled", "courses.mark_confirmed", "courses.mark_done", "credentials.end",
    "credentials.give", "credentials.mail_papers", "credentials.store", "journal.keep", "journal.note",
    "journal.remove", "legal.give_feedback", "needs.add_evidence", "roles.admit", "roles.send_invitation", "roles.take_role",
    "roles.time_to_undo",
}  # fmt: skip


def deeds():
    """Every public action that knows who does it, by app and name."""
    found = {}
    for config in apps.get_app_configs():
        if config.name.startswith("glascampus.") and config.name != "glascampus.web":
            try:
                room = import_module(f"{config.name}.actions")
            except ModuleNotFoundError:
                continue
            for _, name, _ in pkgutil.iter_modules(getattr(room, "__path__", [])):
                import_module(f"{room.__name__}.{name}")
            rooms = [m for n, m in list(sys.modules.items()) if f"{n}.".startswith(f"{room.__name__}.")]
            found |= {f"{config.label}.{name}": do for module in rooms for name, do in _asking(module)}
    return found


def _asking(module):
    for name, do in inspect.getmembers(module, inspect.isfunction):
        if do.__module__ == module.__name__ and not name.startswith("_") and "by" in inspect.signature(do).parameters:
            yield name, do


DEEDS = deeds()


def refuses(do, by, now):
    given = {name: MagicMock() for name in inspect.signature(do).parameters} | {"by": by}
    try:
        inspect.unwrap(do)(**given | ({"now": now} if "now" in given else {}))
    except NotAllowed:
        return True
    except Exception:  # noqa: BLE001  it went on, or it stumbled over what is no row
        return False
    return False


def test_the_exceptions_are_deeds():
    assert set(DEEDS) > OF_A_ROW | OPEN


@pytest.mark.parametrize("name", sorted(set(DEEDS) - OF_A_ROW - OPEN))
def test_neither_a_guest_nor_a_stranger_does_it(name, campus, carla, now):
    assert refuses(DEEDS[name], GUEST, now)
    assert refuses(DEEDS[name], carla, now)
