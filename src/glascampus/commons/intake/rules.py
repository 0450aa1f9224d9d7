"""What a row of a list means, and what is wrong with it whatever the list holds. What only one kind knows, its app announces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from glascampus.basics.reason import Reason, Refusal
from glascampus.commons.roll.rules import IntakeKind, Look, Taking

MOST_ROWS = 2000


class NothingToTake(Refusal):
    """Not one row of the list can be taken."""

    code = "nothing_to_take"


class TakenBack(Refusal):
    """This list was taken back already."""

    code = "list_taken_back"


class UnknownKind(Refusal):
    """Nobody announced a list like this."""

    code = "unknown_list"


@dataclass(slots=True)
class Line:
    """One row of a list as it was understood; ``faults`` keep it out, ``known`` says that it is there already."""

    number: int
    values: dict[str, str]
    faults: list[tuple[str, Reason]] = field(default_factory=list)
    known: bool = False
    says: object = ""

    @property
    def is_good(self) -> bool:
        """Whether it can be taken."""
        return not self.faults and not self.known


def read_lines(kind: IntakeKind, rows: Sequence[Sequence[str]], taking: Taking) -> list[Line]:
    """The rows of a list with what is wrong in each.

    A first row whose words are headings says which column is which; without one the columns stand as announced.
    """
    columns = kind.columns
    named = [next((c.name for c in columns if cell.casefold() in c.headings), "") for cell in rows[0]]
    has_heading = any(named)
    order = named if has_heading else [column.name for column in columns]
    lines, seen = [], set()
    for number, row in enumerate(rows[has_heading:], 1 + has_heading):
        values = dict.fromkeys((c.name for c in columns), "") | {n: v for n, v in zip(order, row, strict=False) if n}
        line = Line(number, values, _faults(kind, values, len(row) > len(order)))
        key = kind.same(values, taking)
        if key in seen:
            line.faults.append(("", Reason("row_twice")))
        seen.add(key)
        lines.append(line)
    return _looked(lines, lambda good: kind.look([line.values for line in good], taking))


def _looked(lines: list[Line], look: Callable[[list[Line]], list[Look]]) -> list[Line]:
    """Only rows that have all they must have are looked at by their kind, so that no fault is said twice."""
    whole = [line for line in lines if not line.faults]
    for line, seen in zip(whole, look(whole) if whole else [], strict=True):
        line.faults, line.known, line.says = seen.faults, seen.known, seen.says
    return lines


def _faults(kind: IntakeKind, values: dict[str, str], is_wide: bool) -> list[tuple[str, Reason]]:
    found = [("", Reason("row_too_wide", most=len(kind.columns)))] if is_wide else []
    for column in kind.columns:
        text = values[column.name]
        if column.required and not text:
            found.append((column.name, Reason("cell_empty")))
        if len(text) > column.longest:
            found.append((column.name, Reason("cell_too_long", most=column.longest)))
    return found
