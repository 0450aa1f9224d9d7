"""Changing the campus itself. Who may is asked by the caller's page; here no role is known yet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django_scopes import get_scope

from glascampus.commons.campuses.models import Campus, new_edition
from glascampus.commons.campuses.rules import clock_file, turned_by


@transaction.atomic
def make_campus(*, key: str, name_de: str, now: datetime, **values: Any) -> Campus:
    """A new campus without anything in it."""
    return Campus.objects.create(key=key, name_de=name_de, made_at=now, **values)


@transaction.atomic
def set_address(*, campus: Campus, address: str) -> None:
    """Under which address mails and papers link to the campus; it follows the door the campus was started with."""
    Campus.objects.filter(pk=campus.pk).exclude(address=address).update(address=address)


@transaction.atomic
def renew(*, campus: Campus) -> None:
    """Part of a deed that changes the office's words or rules: what ``reads.kept`` remembers of them is read anew."""
    campus.edition = new_edition()
    Campus.objects.filter(pk=campus.pk).update(edition=campus.edition)
    here = get_scope().get("campus")
    if isinstance(here, Campus) and here.pk == campus.pk:
        here.edition = campus.edition


def set_clock(*, to: datetime | None = None, by: timedelta | None = None) -> None:
    """Turn the demo's clock to a moment, or on by a span; every process of the campus reads the same file."""
    turn = (to - datetime.now(UTC)) if to else turned_by() + (by or timedelta())
    clock_file().write_text(str(turn.total_seconds()))
