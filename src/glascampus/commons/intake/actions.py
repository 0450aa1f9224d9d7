"""Taking a list in, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from glascampus.basics.reason import Refusal
from glascampus.commons.campuses.models import Campus
from glascampus.commons.intake import reads
from glascampus.commons.intake.access import may_take_lists
from glascampus.commons.intake.models import Batch
from glascampus.commons.intake.rules import YES, NothingToTake, TakenBack, read_lines
from glascampus.commons.journal.actions import keep
from glascampus.commons.organisations.actions import keep_organisation, remove_organisation
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.people.actions import keep_person, remove_person
from glascampus.commons.people.models import Person
from glascampus.commons.roles.access import demand

Values = Mapping[str, str]


@transaction.atomic
def take_in(*, campus: Campus, kind: str, rows: Sequence[Sequence[str]], by: Any, now: datetime) -> Batch:
    """Make one thing of each good row, all or none; rows with faults and what is known already stay out.

    Each thing has its own line in the journal, the list has one more.

    Raises:
        NotAllowed: not the office.
        NothingToTake: not one good row.
    """
    demand(may_take_lists(by))
    good = [line.values for line in read_lines(kind, rows, reads.known_keys(kind)) if line.is_good]
    if not good:
        raise NothingToTake
    make = _make_organisation if kind == Batch.Kind.ORGANISATIONS else _make_person
    made = [make(campus, values, by, now).pk for values in good]
    batch = Batch(campus=campus, kind=kind, made=made, made_at=now)
    return keep(thing=batch, by=by, now=now, deed="intake.taken_in")


def _make_organisation(campus: Campus, values: Values, by: Any, now: datetime) -> Organisation:
    slug = slugify(values["name"])[:60] or "betrieb"
    taken = set(Organisation.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    free = next(s for n in range(len(taken) + 1) if (s := f"{slug}-{n + 1}" if n else slug) not in taken)
    return keep_organisation(organisation=Organisation(campus=campus), by=by, now=now, slug=free, **values)


def _make_person(campus: Campus, values: Values, by: Any, now: datetime) -> Person:
    teaches = values["teaches"].casefold() in YES
    return keep_person(person=Person(campus=campus), by=by, now=now, **{**values, "teaches": teaches})


@transaction.atomic
def take_back(*, batch: Batch, by: Any, now: datetime) -> int:
    """Remove what a list made, as far as nothing leans on it; returns how many things had to stay.

    Raises:
        NotAllowed: not the office.
        TakenBack: it was taken back already.
    """
    demand(may_take_lists(by))
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.taken_back_at:
        raise TakenBack
    stay = [pk for pk in batch.made if not _removed(batch.kind, pk, by, now)]
    keep(thing=batch, by=by, now=now, deed="intake.taken_back", values={"taken_back_at": now, "made": stay})
    return len(stay)


def _removed(kind: str, pk: int, by: Any, now: datetime) -> bool:
    try:
        with transaction.atomic():
            if kind == Batch.Kind.ORGANISATIONS:
                for organisation in Organisation.objects.filter(pk=pk):
                    remove_organisation(organisation=organisation, by=by, now=now)
            else:
                for person in Person.objects.filter(pk=pk):
                    remove_person(person=person, by=by, now=now)
    except Refusal:  # a booking or a course leans on it
        return False
    return True
