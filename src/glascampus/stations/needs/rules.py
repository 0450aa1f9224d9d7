"""How strong a need is, on which rung demand stands, and how far a statement has come. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from glascampus.engines.disclosure import Disclosed, protect_one

ANSWER_WITHIN = timedelta(days=30)
UNCONFIRMED_STAYS = timedelta(days=14)
SAME_WITHIN = timedelta(minutes=1)
MAILS_A_DAY = 2
MAILS_WITHIN = timedelta(days=1)
MOST_PEOPLE = 10_000
RESERVED = frozenset({"melden", "gemeldet"})  # addresses below /bedarf/ that are no topic
SURVEYS = frozenset({"survey", "study", "evaluation"})


class Rung(StrEnum):
    """The ladder of demand. Go, no-go and the degree gate read only its upper rungs."""

    MENTIONED = "mentioned"
    WOULD_SEND = "would_send"
    RESERVED = "reserved"
    CONFIRMED = "confirmed"
    BOOKED = "booked"
    ATTENDED = "attended"


class Stage(StrEnum):
    """How far a statement has come, as far as this station knows."""

    STATED = "stated"
    CONFIRMED = "confirmed"
    JOINED = "joined"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Said:
    """One confirmed statement as evidence: the key of its firm ("" for a private person) and how many people."""

    firm: str
    people: int


@dataclass(frozen=True, slots=True)
class Found:
    """One row of evidence: its kind and, where known, how many firms and people stand behind it."""

    kind: str
    firms: int | None = None
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Strength:
    """How strongly something is needed: firms, interviews, surveys and other findings, people."""

    firms: int = 0
    interviews: int = 0
    surveys: int = 0
    people: int = 0

    @property
    def key(self) -> tuple[int, int, int, int]:
        """What topics are ordered by, strongest last: firms first, then people, interviews, surveys."""
        return (self.firms, self.people, self.interviews, self.surveys)

    def __lt__(self, other: Strength) -> bool:
        return self.key < other.key


@dataclass(frozen=True, slots=True)
class Public:
    """A strength as everyone may see it; ``at_least`` when small numbers were left out of it."""

    strength: Strength
    firms: Disclosed
    at_least: bool


def firms_of(said: Iterable[Said]) -> int:
    """Distinct firms among statements; private persons are no firm."""
    return len({one.firm for one in said if one.firm})


def strength_of(said: Sequence[Said], found: Sequence[Found]) -> Strength:
    """All that is known of a topic. A firm that said it twice counts once; evidence counts the firms it names."""
    return Strength(
        firms=firms_of(said) + sum(one.firms or 0 for one in found),
        interviews=sum(one.kind == "interview" for one in found),
        surveys=sum(one.kind in SURVEYS for one in found),
        people=sum(one.people for one in said) + sum(one.people or 0 for one in found),
    )


def public_strength(said: Sequence[Said], found: Sequence[Found]) -> Public:
    """The same for the public. A count below three enters no published figure at all.

    Each source (all statements together, each row of evidence) is one count. Those from 1 to 2 are left out of every
    sum, here, in totals and in files, so that no subtraction of published numbers can give them back.
    """
    counts = [n for n in (firms_of(said), *(one.firms or 0 for one in found)) if n]
    shown = [protect_one(n) for n in counts]
    known = sum(one.value or 0 for one in shown)
    left_out = sum(one.kind == "below" for one in shown)
    alone = left_out == len(counts) == 1
    firms = shown[0] if alone else Disclosed(None, "hidden") if left_out and not known else Disclosed(known, "exact")
    people = public_people(said) + sum(one.people or 0 for one in found if not 0 < (one.firms or 0) < firms.threshold)
    whole = strength_of(said, found)
    return Public(Strength(known, whole.interviews, whole.surveys, people), firms, at_least=bool(left_out and known))


def public_people(said: Sequence[Said]) -> int:
    """People named by firms, once three firms named some; private persons, once they are three."""
    by_firms = sum(one.people for one in said if one.firm) if protect_one(firms_of(said)).value else 0
    alone = [one.people for one in said if not one.firm]
    return by_firms + (sum(alone) if protect_one(len(alone)).value else 0)


def stage_of(*, confirmed: bool, joined: bool, split: bool = False) -> Stage:
    """Where a statement stands: stated, confirmed by mail, joined to a topic, or split into several."""
    if not confirmed:
        return Stage.STATED
    if split:
        return Stage.SPLIT
    return Stage.JOINED if joined else Stage.CONFIRMED


def is_overdue(stated_at: datetime, answered: bool, now: datetime) -> bool:
    """Whether somebody has waited more than thirty days for an answer."""
    return not answered and now - stated_at > ANSWER_WITHIN


def split_fits(people: int, parts: Sequence[int]) -> bool:
    """Whether the parts are at least two, none is empty, and nobody is lost or invented."""
    return len(parts) > 1 and min(parts) > 0 and sum(parts) == people


def plain(name: str) -> str:
    """A firm's name without case and needless space, so that it counts once."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def slug_of(title: str) -> str:
    """An address from a title: "Glas prüfen & messen" becomes "glas-pruefen-messen"."""
    spelled = title.lower()
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        spelled = spelled.replace(letter, letters)
    ascii_only = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:70].strip("-") or "thema"


def day_of(dated: str) -> date | None:
    """The first day of "2019", "2019-07" or "2019-07-05"; ``None`` if it is none of these."""
    if not re.fullmatch(r"[12]\d{3}(-\d{2}){0,2}", dated, re.ASCII):
        return None
    year, month, day = (int(part) for part in [*dated.split("-"), "1", "1"][:3])
    try:
        return date(year, month, day)
    except ValueError:
        return None
