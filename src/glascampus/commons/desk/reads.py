"""Sorting and finding in a list, on both databases alike."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from glascampus.basics.text import Text
from glascampus.commons.desk.rules import MOST_WORDS, Listing, narrowed, sorted_rows
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.outbox.models import Mail
from glascampus.commons.people.models import Person


def holding(rows: QuerySet[Any], words: str, *fields: str) -> QuerySet[Any]:
    """Rows that bear each of the words in one of the fields; SQLite folds only ASCII, so capitals of other letters are asked for besides."""
    for word in words.replace("\0", " ").split()[:MOST_WORDS]:
        spellings = {word, word.lower(), word.capitalize(), word.upper()}
        found = (Q((f"{name}__icontains", spelling)) for name in fields for spelling in spellings)
        rows = rows.filter(Q(*found, _connector=Q.OR))
    return rows


def found_mails(mails: QuerySet[Mail], words: str) -> QuerySet[Mail]:
    """Mails whose subject or receiver bears the words."""
    return holding(mails, words, "subject", "to")


def found_organisations(rows: QuerySet[Organisation], words: str) -> QuerySet[Organisation]:
    """Organisations whose name or town bears the words."""
    return holding(rows, words, "name", "town")


def found_people(rows: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Persons whose name, address or firm bears the words."""
    return holding(rows, words, "given_name", "family_name", "email", "organisation_name")


def rows_of(listing: Listing, view: Any) -> Any:
    """The rows of a view in its order; where rows are alike the newest or the oldest comes first."""
    rows = narrowed(listing, view)
    column = next((c for c in listing.columns if c.key == view.sort.removeprefix("-")), None)
    if column is None or not column.sort:
        return rows
    down = view.sort.startswith("-")
    if callable(column.sort):
        return sorted_rows(rows, column.sort, down=down)
    fields = [F(name) if isinstance(name, str) else as_read(name) for name in column.sort]
    order = [f.desc(nulls_last=True) if down else f.asc(nulls_last=True) for f in fields]
    return rows.order_by(*order, "-pk" if down else "pk")


def as_read(columns: Text) -> Coalesce:
    """A text to sort by as its reader sees it: English where it is written, else German."""
    return Coalesce(NullIf(F(str(columns)), Value("")), F(columns.de))


def number_of(rows: Any) -> int:
    """How many rows there are."""
    return int(rows.count()) if isinstance(rows, QuerySet) else len(rows)


def ticked(listing: Listing, keys: list[int]) -> list[Any]:
    """The rows with these keys, as far as they may be seen, in the order of the keys."""
    found = {row.pk: row for row in listing.rows.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]
