"""The searches of the house: one over all that is public, one over the office's own things. Which words are found, engines/search says.

What can be found is announced by the apps, each thing only to whom may see it, and its words are kept in the memory of the process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from glascampus.basics.clock import now
from glascampus.commons.campuses.models import Campus
from glascampus.commons.roles.access import demand, is_office
from glascampus.commons.roll.reads import announced
from glascampus.commons.roll.rules import Findable
from glascampus.engines.search.asking import ask
from glascampus.web.finder.found import Found, Hit
from glascampus.web.finder.kept import up_to_date

LONGEST_QUESTION = 100
PUBLIC, DRAFTS, OFFICE = "public", "drafts", "office"  # for everybody, for the office on public pages, its own things


def find(campus: Campus, user: Any, question: str) -> Found:
    """Search all public pages; the office finds its drafts, too."""
    office = is_office(user)
    return _found(campus, DRAFTS if office else PUBLIC, question, lambda: _public(user if office else None))


def find_in_office(campus: Campus, user: Any, question: str, *, unfinished: bool = False) -> Found:
    """Search the office's things: people, firms, courses, runs, needs, mails, pages and deeds.

    Raises:
        NotAllowed: ``user`` is not of the office.
    """
    demand(is_office(user))
    return _found(campus, OFFICE, question, lambda: announced("office_findable", user, now()), unfinished=unfinished)


def asked_in(query: str) -> str:
    """A question as somebody typed it: one line, not endless."""
    return " ".join(query.replace("\x00", " ").split())[:LONGEST_QUESTION].strip()


def _public(user: Any) -> Iterable[Findable]:
    return announced("findable", user, now())


def _found(
    campus: Campus, audience: str, question: str, read: Callable[[], Iterable[Findable]], *, unfinished: bool = False
) -> Found:
    asked = asked_in(question)
    if not asked:
        return Found()
    kept = up_to_date(campus, audience, read)
    answer = ask(kept.index, asked, unfinished=unfinished)
    return Found(asked, [Hit(kept.things[number], answer.words) for number in answer.documents], answer)
