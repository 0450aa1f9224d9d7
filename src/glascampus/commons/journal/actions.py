"""Writing lines and sealing them. The only writer of every other table's common deeds, too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django_scopes import scope

from glascampus.basics.reason import Refusal
from glascampus.commons.campuses.models import Campus, OfCampus
from glascampus.commons.journal.models import Head, Line
from glascampus.commons.journal.rules import chained

Row = TypeVar("Row", bound=OfCampus)


def note(*, by: Any, deed: str, thing: models.Model, now: datetime, **facts: object) -> Line:
    """Write one unsealed line inside the deed's own transaction; ``facts`` hold ids, codes and numbers, never names."""
    line = Line(  # stored past the manager, which would put together a query for nothing
        campus_id=getattr(thing, "campus_id", None) or thing.pk,
        at=now,
        actor_kind=getattr(by, "kind", "user" if by.is_authenticated else "guest"),
        actor_id=getattr(by, "id", None),
        deed=deed,
        thing_kind=thing._meta.label_lower,
        thing_id=thing.pk,
        facts=facts,
    )
    line.save(force_insert=True)
    return line


@transaction.atomic
def keep(*, thing: Row, by: Any, now: datetime, deed: str, values: Mapping[str, Any] | None = None) -> Row:
    """Set ``values`` on ``thing`` (new or known), check it against its constraints, store it, write the line.

    Many-to-many values are set after the row is stored.

    Raises:
        django.core.exceptions.ValidationError: a field or a constraint refuses; nothing was changed.
    """
    many = {f.name for f in thing._meta.many_to_many}
    for name in many & set(values or {}):
        if any(getattr(other, "campus_id", thing.campus_id) != thing.campus_id for other in (values or {})[name]):
            raise ValidationError({name: "belongs to another campus"})
    for name, value in (values or {}).items():
        if name not in many:
            setattr(thing, name, value)
    thing.full_clean(validate_unique=True)
    thing.save()
    for name in many & set(values or {}):
        getattr(thing, name).set((values or {})[name])
    note(by=by, deed=deed, thing=thing, now=now)
    return thing


class StillUsed(Refusal):
    """Something else still leans on this row."""

    code = "still_used"


@transaction.atomic
def remove(*, thing: OfCampus, by: Any, now: datetime, deed: str) -> None:
    """Delete a row on which nothing leans.

    Raises:
        StillUsed: another row refers to it; nothing was changed.
    """
    note(by=by, deed=deed, thing=thing, now=now)
    try:
        with transaction.atomic():
            thing.delete()
    except (models.ProtectedError, models.RestrictedError) as error:
        raise StillUsed from error


def seal(*, campus: Campus, most: int = 500) -> int:
    """Number and chain the unsealed lines of ``campus``; only one sealer works at a time (row lock on the head).

    The worker asks every second and mostly in vain, so nothing is locked before there is something to seal.
    """
    with scope(campus=campus):
        return _seal(campus, most) if Line.objects.filter(number=None).exists() else 0


@transaction.atomic
def _seal(campus: Campus, most: int) -> int:
    head, _ = Head.objects.get_or_create(campus=campus)
    head = Head.objects.select_for_update().get(pk=head.pk)
    lines = list(Line.objects.filter(number=None).order_by("pk")[:most])
    for line in lines:
        line.number = head.number + 1
        line.seal = head.seal = chained(head.seal, line.content())
        head.number += 1
    Line.objects.bulk_update(lines, ["number", "seal"])
    if lines:
        head.save()
    return len(lines)


def seal_all(*, campus: Campus) -> int:
    """Chain every line that stands now; what others write meanwhile is left to the next round, so that this always ends."""
    with scope(campus=campus):
        newest = Line.objects.filter(number=None).order_by("pk").values_list("pk", flat=True).last()
    sealed = 0
    while newest and _has_unsealed(campus, newest):
        sealed += seal(campus=campus)
    return sealed


def _has_unsealed(campus: Campus, newest: int) -> bool:
    with scope(campus=campus):
        return Line.objects.filter(number=None, pk__lte=newest).exists()
