"""Reading the chain and checking it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Model, QuerySet

from glascampus.commons.campuses.models import Campus, OfCampus
from glascampus.commons.journal.models import Head, Line
from glascampus.commons.journal.rules import chained
from glascampus.commons.roll.rules import Fault


def lines_about(thing: Model) -> QuerySet[Line]:
    """What was done with a thing, oldest first."""
    return Line.objects.filter(thing_kind=thing._meta.label_lower, thing_id=thing.pk).order_by("pk")


def actors_of(deed: str, kind: type[OfCampus], ids: Iterable[int]) -> QuerySet[Line]:
    """Who did a deed with things of one kind, oldest first; one query for all of them."""
    return Line.objects.filter(deed=deed, thing_kind=kind._meta.label_lower, thing_id__in=list(ids)).order_by("pk")


def lines_of(deed: str, thing: Model, *, since: datetime) -> QuerySet[Line]:
    """Every time a deed was done with a thing from ``since`` on, oldest first; of years of lines only the thing's are looked at."""
    return lines_about(thing).filter(deed=deed, at__gte=since)


def chain_faults() -> tuple[int, list[Fault]]:
    """Walk the chain of the campus in scope: gaps, changed lines, and an end that was cut off."""
    seal, number, faults = "", 0, []
    for line in Line.objects.exclude(number=None).order_by("number").iterator():
        number += 1
        if line.number != number:
            faults.append(Fault(f"journal:{number}", f"line {number} is missing"))
            number = line.number or number
        elif line.seal != chained(seal, line.content()):
            faults.append(Fault(f"journal:{number}", f"line {number} does not fit its seal"))
        seal = line.seal
    head = Head.objects.first()
    if head and (head.number, head.seal) != (number, seal):
        faults.append(Fault("journal:end", f"the journal ends at {number}, its head says {head.number}"))
    if not head and number:
        faults.append(Fault("journal:end", "the journal has lines and no head"))
    return number, faults


def state(campus: Campus) -> tuple[int, int]:
    """(lines committed, newest line) of ``campus``: it changes with every deed, one cheap query, typed by hand for each request.

    Lines are counted as sealed (the head knows) plus unsealed: the newest id alone would miss a transaction that took its number
    earlier and committed later.
    """
    line, head = Line._meta.db_table, Head._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT number FROM {head} WHERE campus_id = %s), "  # noqa: S608  names of our own tables  # nosec B608
            f"(SELECT count(*) FROM {line} WHERE campus_id = %s AND number IS NULL), "
            f"(SELECT max(id) FROM {line} WHERE campus_id = %s)",
            [campus.pk] * 3,
        )
        sealed, unsealed, newest = cursor.fetchone()
    return (sealed or 0) + unsealed, newest or 0
