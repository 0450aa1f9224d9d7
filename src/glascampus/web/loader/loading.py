"""What the parts of loading share: the campus, the day, the rows, and what was made of them so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.basics.reason import Refusal
from glascampus.commons.campuses.models import Campus
from glascampus.web.loader import sense
from glascampus.web.loader.faults import ModelHasFaults
from glascampus.web.loader.reader import Row

BEFORE_ALL = timedelta(days=500)


@dataclass(frozen=True, slots=True)
class Loading:
    """One loading: ``made`` holds what was made of the rows by kind and key."""

    campus: Campus
    now: datetime
    files: Mapping[str, Row]
    folder: Path
    made: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def long_ago(self) -> datetime:
        """When the campus of the demo was set up: before the first run of its files."""
        return self.now - BEFORE_ALL

    @property
    def today(self) -> date:
        """The campus's day of loading, from which all dates count."""
        return self.now.astimezone(CAMPUS_ZONE).date()

    def rows(self, file: str, name: str) -> list[Row]:
        """The tables of a file."""
        return sense.rows(self.files, file, name)

    def keep(self, kind: str, key: str, thing: Any) -> None:
        """Remember what was made of a row."""
        self.made.setdefault(kind, {})[key] = thing

    def get(self, kind: str, key: str) -> Any:
        """What was made of the row with this key."""
        return self.made[kind][key]

    def ago(self, days: float) -> datetime:
        """So many days before this moment."""
        return self.now - timedelta(days=days)


def moment(day: date, clock: str) -> datetime:
    """A day and a time of day on the campus."""
    return datetime.combine(day, time.fromisoformat(clock), CAMPUS_ZONE)


def both(row: Row, *names: str) -> dict[str, Any]:
    """The German and English columns of texts, without needless space."""
    return {
        f"{name}_{language}": str(row.get(f"{name}_{language}", "")).strip()
        for name in names
        for language in ("de", "en")
    }


def some(row: Row, *names: str) -> dict[str, Any]:
    """Those of the fields that the row has."""
    return {name: row[name] for name in names if name in row}


def source_of(row: Row) -> str:
    """The first public address among the sources of a row; empty where it has none."""
    sources = [row.get("source_url", ""), row.get("source", ""), *row.get("sources", [])]
    return next((str(source) for source in sources if str(source).startswith("http")), "")


def marks_of(row: Row) -> list[str]:
    """The fields whose values are invented; of an invented row every field."""
    return (
        [name for name in row if name not in {"key", "example"}]
        if row.get("example")
        else list(row.get("example_fields", []))
    )


@contextmanager
def at(row: Row) -> Iterator[None]:
    """Whatever the stations refuse inside is a fault of this row."""
    try:
        yield
    except ValidationError as error:
        told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        raise ModelHasFaults(
            [row.fault(f"{name} {' '.join(says)}".strip(), name) for name, says in told.items()]
        ) from error
    except Refusal as refusal:
        raise ModelHasFaults(
            [row.fault(f"was refused: {refusal.reason.code} {dict(refusal.reason.numbers) or ''}".strip())]
        ) from refusal
