"""Invented people and firms for the demo: the same for the same files, none of them real."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random
from zlib import crc32

from glascampus.commons.roles.reads import DEMO_DOMAIN
from glascampus.stations.needs.rules import slug_of

GIVEN = (
    "Ada", "Aylin", "Bastian", "Birgit", "Carsten", "Dana", "Dilan", "Elif", "Emil", "Falk", "Frieda", "Goran", "Hanna", "Ilja", "Ines", "Jakub",
    "Jana", "Kai", "Kerstin", "Lena", "Lukas", "Malik", "Marta", "Mehmet", "Nadja", "Nico", "Olena", "Ole", "Paula", "Pavel", "Ronny", "Rosa",
    "Samir", "Silke", "Tariq", "Thea", "Tomasz", "Uta", "Vera", "Yannick", "Zoe",
)  # fmt: skip
FAMILY = (
    "Adler", "Ahorn", "Bachstein", "Birkenfeld", "Dachser", "Eichhain", "Erlenbach", "Falkenau", "Feldner", "Fichtel", "Gartner", "Grünfeld",
    "Hainbuch", "Heidefurt", "Hügelow", "Kiefernau", "Kornfeld", "Lindenau", "Moorkamp", "Mühlgrund", "Nordhag", "Pappelau", "Quellbach",
    "Rohrdamm", "Sandmann-Au", "Schilfner", "Seewald", "Steinfurtner", "Talbrück", "Ulmenhof", "Wacholder", "Weidenbach", "Wiesengrund", "Zedernau",
)  # fmt: skip
FIRMS = (
    "Beispielbetrieb Nord GmbH", "Beispielglas Elbe GmbH", "Musterscheiben Mulde KG", "Beispielhütte Heide GmbH", "Beispielkeramik Aue GmbH",
    "Beispielbaustoffe Süd GmbH", "Beispielbetrieb West AG", "Beispielspiegel Ost GmbH",
)  # fmt: skip
PARTICIPANT = f"teilnahme{DEMO_DOMAIN}"  # signs in to the demo and sees what this person booked
PARTY = (1, 1, 1, 2, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who would come."""

    given_name: str
    family_name: str
    email: str

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True)
class Party:
    """People who book together: several from one firm, or one privately (``firm`` is empty)."""

    people: tuple[Guest, ...]
    firm: str

    @property
    def booker(self) -> tuple[str, str]:
        """Name and mailbox of who orders."""
        if self.firm:
            return f"Personalabteilung {self.firm}", f"personal.{slug_of(self.firm)}@beispiel.example"
        return self.people[0].name, self.people[0].email


def guests() -> Iterator[Guest]:
    """People without end, each with a mailbox of their own."""
    chance = Random("glascampus")  # noqa: S311  names for a demo, no secrets  # nosec B311
    for number in count(1):
        given, family = chance.choice(GIVEN), chance.choice(FAMILY)
        yield Guest(given, family, f"{slug_of(given)}.{slug_of(family)}.{number:02}@beispiel.example")


def phone_of(name: str) -> str:
    """A number that nobody has: kept free for films by the Bundesnetzagentur."""
    return f"069 90009-{crc32(name.encode()) % 1000:03}"


def parties(code: str, people: int, crowd: Iterator[Guest], *, alone: bool = False) -> list[Party]:
    """``people`` guests for the run ``code`` in parties of one to four, or each ``alone`` and private; always the same ones.

    The first firm is the demo's own and stands only where a run's row says so.
    """
    chance = Random(code)  # noqa: S311  see above  # nosec B311
    found: list[Party] = []
    left = people
    while left:
        size = 1 if alone else min(left, chance.choice(PARTY))
        firm = chance.choice(FIRMS[1:]) if not alone and (size > 1 or chance.random() < 1 / 4) else ""
        found.append(Party(tuple(next(crowd) for _ in range(size)), firm))
        left -= size
    return found
