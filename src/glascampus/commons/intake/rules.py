"""What a row of a list means, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from glascampus.basics.reason import Reason, Refusal

MOST_ROWS = 2000
EMAIL = re.compile(r"[^@\s<>\"]{1,64}@[^@\s<>\"]{1,190}\.[^@\s<>\".]{2,63}")
YES = frozenset({"ja", "j", "yes", "y", "x", "1", "wahr", "true"})
NO = frozenset({"", "nein", "n", "no", "0", "falsch", "false"})


class NothingToTake(Refusal):
    """Not one row of the list can be taken."""

    code = "nothing_to_take"


class TakenBack(Refusal):
    """This list was taken back already."""

    code = "list_taken_back"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: the words people put above it, how long its texts may be, whether it must be filled."""

    name: str
    headings: frozenset[str]
    longest: int
    required: bool = False


def _column(name: str, headings: str, longest: int, *, required: bool = False) -> Column:
    return Column(name, frozenset(headings.split("|")), longest, required)


KINDS: Mapping[str, tuple[Column, ...]] = {
    "organisations": (
        _column("name", "name|betrieb|firma|organisation|company", 200, required=True),
        _column("town", "ort|stadt|town|city", 80),
        _column("url", "webseite|internet|url|web|website", 400),
    ),
    "people": (
        _column("given_name", "vorname|given name|first name|given_name", 80, required=True),
        _column("family_name", "nachname|name|familienname|last name|surname|family_name", 80),
        _column("email", "e-mail|email|mail|e-mail-adresse", 254),
        _column("organisation_name", "betrieb|firma|organisation|company", 200),
        _column("teaches", "lehrt|lehrkraft|teaches|lecturer", 10),
    ),
}


@dataclass(slots=True)
class Line:
    """One row of a list as it was understood; ``faults`` keep it out, ``known`` says that it is there already."""

    number: int
    values: dict[str, str]
    faults: list[Reason] = field(default_factory=list)
    known: bool = False

    @property
    def is_good(self) -> bool:
        """Whether it can be taken."""
        return not self.faults and not self.known


def key_of(kind: str, values: Mapping[str, str]) -> str:
    """Two rows with the same key mean the same: a person's mailbox (else name and firm), an organisation's name."""
    if kind == "people":
        names = (values["given_name"], values["family_name"], values["organisation_name"])
        return (values["email"] or "\n".join(names)).casefold()
    return values["name"].casefold()


def read_lines(kind: str, rows: Sequence[Sequence[str]], known: frozenset[str]) -> list[Line]:
    """The rows of a list with what is wrong in each.

    A first row whose words are headings says which column is which; without one the columns stand as in ``KINDS``.
    ``known`` are keys of what is there already.
    """
    columns = KINDS[kind]
    named = [next((c.name for c in columns if cell.casefold() in c.headings), "") for cell in rows[0]]
    has_heading = any(named)
    order = named if has_heading else [column.name for column in columns]
    lines, seen = [], set()
    for number, row in enumerate(rows[has_heading:], 1 + has_heading):
        values = dict.fromkeys((c.name for c in columns), "") | {n: v for n, v in zip(order, row, strict=False) if n}
        line = Line(number, values, _faults(columns, values, len(row) > len(order)))
        key = key_of(kind, values)
        if key in seen:
            line.faults.append(Reason("row_twice"))
        seen.add(key)
        line.known = key in known
        lines.append(line)
    return lines


def _faults(columns: Sequence[Column], values: Mapping[str, str], is_wide: bool) -> list[Reason]:
    found = [Reason("row_too_wide", most=len(columns))] if is_wide else []
    for column in columns:
        text = values[column.name]
        if column.required and not text:
            found.append(Reason(f"row_without_{column.name}"))
        if len(text) > column.longest:
            found.append(Reason(f"row_long_{column.name}", most=column.longest))
    if values.get("email") and not EMAIL.fullmatch(values["email"]):
        found.append(Reason("row_email_wrong"))
    if values.get("url") and not values["url"].startswith(("https://", "http://")):
        found.append(Reason("row_url_wrong"))
    if values.get("teaches", "").casefold() not in YES | NO:
        found.append(Reason("row_not_yes_or_no"))
    return found
