"""Collects what the apps announce, through the app registry; imports no app by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from babel.numbers import format_decimal
from django.apps import apps
from django.db.models import PROTECT, RESTRICT

from glascampus.basics import days
from glascampus.basics.money import Money, written
from glascampus.basics.reason import Reason
from glascampus.basics.text import locale_of_reader
from glascampus.commons.roll.models import Beat

_HOLDING = (PROTECT, RESTRICT)


@cache
def _rooms(room: str) -> tuple[Any, ...]:
    """The modules called ``room`` of all our apps, in the order of the floors."""
    ours = [c.name for c in apps.get_app_configs() if c.name.startswith("glascampus.")]
    return tuple(import_module(f"{name}.{room}") for name in ours if find_spec(f"{name}.{room}"))


def announced(entry: str, *args: Any) -> Iterator[Any]:
    """Everything the apps' ``announces.<entry>(*args)`` give, one after the other."""
    for module in _rooms("announces"):
        if hasattr(module, entry):
            yield from getattr(module, entry)(*args)


@cache
def _sentences() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for module in _rooms("words"):
        found.update(getattr(module, "SENTENCES", {}))
    return found


def say(reason: Reason) -> str:
    """The sentence for a reason in the reader's language; numbers go in by name, reasons among them as their own words, money, days and decimals as one writes them."""
    sentence = _sentences().get(reason.code)
    return str(sentence) % {name: _said(value) for name, value in reason.numbers.items()} if sentence else reason.code


def _said(value: object) -> object:
    if isinstance(value, Reason):
        return say(value)
    if isinstance(value, Decimal):
        return format_decimal(value, locale=locale_of_reader())
    if isinstance(value, Money):
        return written(value)
    return days.long(value) if isinstance(value, date) else value


def last_beat() -> Beat | None:
    """The newest pulse of the worker."""
    return Beat.objects.order_by("-at").first()


def verbs() -> dict[str, Any]:
    """The shell verbs of all apps by name (``VERBS`` of each ``commands.py``)."""
    return {name: does for module in _rooms("commands") for name, does in module.VERBS.items()}


def kept_on(email: str) -> dict[str, list[dict[str, Any]]]:
    """Table by table, everything the campus in scope keeps on the person behind an address."""
    found: dict[str, list[dict[str, Any]]] = {}
    for part in announced("personal"):
        for table, rows in part.export(email).items():
            if rows:
                found.setdefault(table, []).extend(rows)
    return found


def unused(rows: Any) -> Any:
    """Rows on which no other row leans in a way that forbids to delete them; asks every relation there is, imports nobody."""
    for relation in rows.model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and getattr(relation, "on_delete", None) in _HOLDING:
            leaning = relation.related_model._base_manager.filter(**{f"{relation.field.name}__isnull": False})
            rows = rows.exclude(pk__in=leaning.values(relation.field.attname))
    return rows
