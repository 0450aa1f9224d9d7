"""Who may book, who is the same person, and why not."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from glascampus.basics.reason import Refusal

MOST_PEOPLE = 50
BETWEEN = " \t,;<>"
WORD = re.compile(f"[^{BETWEEN}]+")
READS_LIKE_A_NAME = re.compile(
    r"(?:[^\W\d_]+(?:\. |[ '’-]))*[^\W\d_]+"
)  # "Hans-Jürgen", "Dr. Ada", not "ada.example.org"


class BookingClosed(Refusal):
    """Past the closing time, or the run is not offered."""

    code = "booking_closed"


class AlreadyBooked(Refusal):
    """One of them already sits, waits or is held in this run."""

    code = "already_booked"


class WrongPeople(Refusal):
    """Too many, nobody, or several where one books alone."""


class NoRules(Refusal):
    """The rulebook has no row of the tax for that day: nobody can say what the price holds."""

    code = "no_rules"


class NothingOffered(Refusal):
    """There is no offer any more."""

    code = "nothing_offered"


class TooLate(Refusal):
    """The run has begun."""

    code = "too_late_to_cancel"


@dataclass(frozen=True, slots=True)
class Given:
    """A person as somebody typed the name."""

    given_name: str
    family_name: str = ""
    email: str = ""
    external_id: str = ""


def who(given: Given, organisation: str, external_id: str = "") -> str:
    """Whether two seats are for the same person: SHA-256 of the e-mail address, or of organisation, names and id.

    Case and outer spaces do not matter. Source: contracts.md, "Same person".
    """
    named = [organisation, given.given_name, given.family_name, given.external_id or external_id]
    words = [given.email] if given.email else named
    normal = "\n".join(" ".join(word.split()).casefold() for word in words)
    return hashlib.sha256(normal.encode()).hexdigest()


def person_of(line: str) -> Given:
    """Read "Vorname Nachname, mail@example.org" or "Nachname, Vorname", with or without the address; the last word of a name is the family name."""
    email = next((word for word in WORD.findall(line) if "@" in word), "")
    name, _, after = (part.strip() for part in line.replace(email, "").rstrip(BETWEEN).partition(","))
    if READS_LIKE_A_NAME.fullmatch(after):
        return Given(after, name, email.lower())
    return person_named(name, email or after)


def person_named(name: str, email: str = "") -> Given:
    """The last word of a name is the family name; a single word is a given name."""
    words = name.split()
    return Given(" ".join(words[:-1]) or " ".join(words), words[-1] if len(words) > 1 else "", email.strip().lower())
