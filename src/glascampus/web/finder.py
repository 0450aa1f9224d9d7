"""The searches of the house: one over all that is public, one over the office's own things. Which words are found, engines/search says.

What can be found is announced by the apps, each thing only to whom may see it, and its words are kept in the memory of the
process. They count for the state of the journal in which they were read (see ``page_cache``): after any deed the things are
read again with the next question, and only what has changed is taken apart again. Nothing of it is ever written to disk.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from threading import Lock
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from glascampus.basics.clock import now
from glascampus.basics.reason import Reason
from glascampus.basics.text import Text
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.reads import state
from glascampus.commons.roles.access import demand, is_office
from glascampus.commons.roll.reads import announced, say
from glascampus.commons.roll.rules import Findable
from glascampus.engines.search.asking import Answer, ask
from glascampus.engines.search.index import Document, Index
from glascampus.engines.search.marks import Piece, excerpt, has_mark, marked

LONGEST_QUESTION = 100
MOST_INDEXES = 12  # three audiences of four campuses
TITLE, ALSO, SUMMARY, MORE = 10, 5, 4, 3
KINDS = (  # of two that fit as well, the earlier kind comes first
    "deed", "page", "organisation", "course", "person", "run", "need", "module", "statement", "partner", "booking", "credential", "mail",
)  # fmt: skip
PUBLIC, DRAFTS, OFFICE = (
    "public",
    "drafts",
    "office",
)  # who reads what: everybody, the office on public pages, its own things


@dataclass(frozen=True, slots=True)
class Kept:
    """Things with their index, and of which state of the campus they tell."""

    as_of: object
    things: list[Findable]
    index: Index


@dataclass(frozen=True)
class Hit:
    """A thing that was found, as the reader's language shows it."""

    thing: Findable
    words: Collection[str]

    @property
    def kind(self) -> str:
        """What it is, in a word."""
        return say(Reason(f"found_{self.thing.kind}"))

    @property
    def url(self) -> str:
        """Its page."""
        return reverse(self.thing.route, args=self.thing.args or None) + self.thing.query

    @property
    def title(self) -> list[Piece]:
        """Its title with the words marked."""
        return marked(str(self.thing.title), self.words)

    @cached_property
    def text(self) -> list[Piece]:
        """Its summary; where neither that nor the title holds a word, the sentence that does."""
        shown = excerpt(str(self.thing.summary), self.words)
        if has_mark(shown) or has_mark(self.title):
            return shown
        others = (excerpt(str(text), self.words) for text in self.thing.more)
        return next((pieces for pieces in others if has_mark(pieces)), shown)


@dataclass(frozen=True, slots=True)
class Found:
    """A question, what was found, and what was understood."""

    asked: str = ""
    hits: list[Hit] = field(default_factory=list)
    answer: Answer = field(default_factory=Answer)

    def mixed(self, most: int, of_a_kind: int) -> list[Hit]:
        """The first hits, but not more than ``of_a_kind`` of one kind: forty bookings of a firm do not hide the firm's run."""
        seen: Counter[str] = Counter()
        chosen: list[Hit] = []
        for hit in self.hits:
            seen[hit.thing.kind] += 1
            if seen[hit.thing.kind] <= of_a_kind and len(chosen) < most:
                chosen.append(hit)
        return chosen

    @property
    def instead(self) -> list[tuple[str, str]]:
        """(typed, searched for) where a word was corrected."""
        return self.answer.corrected

    @property
    def perhaps(self) -> str:
        """The question with the words that were perhaps meant; "" where there is no guess."""
        other = self.asked
        for typed, guess in self.answer.guesses:
            other = other.replace(typed, guess)
        return other if other != self.asked else ""


_kept: OrderedDict[tuple[int, str], Kept] = OrderedDict()
_lock = Lock()


def forget() -> None:
    """Forget every index."""
    with _lock:
        _kept.clear()


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
    kept = _up_to_date(campus, audience, read)
    answer = ask(kept.index, asked, unfinished=unfinished)
    return Found(asked, [Hit(kept.things[number], answer.words) for number in answer.documents], answer)


def _up_to_date(campus: Campus, audience: str, read: Callable[[], Iterable[Findable]]) -> Kept:
    """The index as of now; the state is asked for before the things are read, so that what changes meanwhile makes it old."""
    key, as_of = (campus.pk, audience), (*state(campus), int(now().timestamp() // 60))
    with _lock:
        before = _kept.get(key)
    if before and before.as_of == as_of and settings.PAGE_CACHE_PAGES:
        return before
    things = sorted(read(), key=_rank)
    same = before is not None and before.things == things
    index = (
        before.index
        if before and same
        else Index([_document(thing) for thing in things], before.index if before else None)
    )
    with _lock:
        _kept[key] = Kept(as_of, things, index)
        _kept.move_to_end(key)
        while len(_kept) > MOST_INDEXES:
            _kept.popitem(last=False)
        return _kept[key]


def _rank(thing: Findable) -> int:
    return KINDS.index(thing.kind) if thing.kind in KINDS else len(KINDS)


@cache
def in_both(code: str) -> Text:
    """A sentence of the house in both languages at once."""
    with override("de"):
        de = say(Reason(code))
    with override("en"):
        return Text(de, say(Reason(code)))


def _document(thing: Findable) -> Document:
    """Its words in both languages: a reader of the English pages may know the German word, and the other way round."""
    weighed = [
        (thing.title, TITLE),
        (Text(thing.also), ALSO),
        (in_both(f"found_{thing.kind}"), ALSO),
        (thing.summary, SUMMARY),
        *((text, MORE) for text in thing.more),
    ]
    return Document(tuple((says, weight) for text, weight in weighed for says in (text.de, text.en) if says))
