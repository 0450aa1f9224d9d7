"""The indexes that the process keeps in its memory, one for each campus and audience.

Their words count for the state of the journal in which they were read (see ``page_cache``): after any deed the things are
read again with the next question, and only what has changed is taken apart again. Nothing of it is ever written to disk.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from threading import Lock

from django.conf import settings
from django.utils.translation import override

from glascampus.basics.clock import now
from glascampus.basics.reason import Reason
from glascampus.basics.text import Text
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.reads import state
from glascampus.commons.roll.reads import say
from glascampus.commons.roll.rules import Findable
from glascampus.engines.search.index import Document, Index

MOST_INDEXES = 12  # three audiences of four campuses
TITLE, ALSO, SUMMARY, MORE = 10, 5, 4, 3
KINDS = (  # of two that fit as well, the earlier kind comes first
    "deed", "page", "organisation", "course", "person", "run", "need", "module", "statement", "partner", "booking", "credential", "mail",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeptIndex:
    """Things with their index, and of which state of the campus they tell."""

    as_of: object
    things: list[Findable]
    index: Index


_kept: OrderedDict[tuple[int, str], KeptIndex] = OrderedDict()
_lock = Lock()


def forget() -> None:
    """Forget every index."""
    with _lock:
        _kept.clear()


def up_to_date(campus: Campus, audience: str, read: Callable[[], Iterable[Findable]]) -> KeptIndex:
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
    return _keep(key, KeptIndex(as_of, things, index))


def _keep(key: tuple[int, str], kept: KeptIndex) -> KeptIndex:
    """Remember it, and let go of what nobody asked for longest."""
    with _lock:
        _kept[key] = kept
        _kept.move_to_end(key)
        while len(_kept) > MOST_INDEXES:
            _kept.popitem(last=False)
    return kept


def _rank(thing: Findable) -> int:
    return KINDS.index(thing.kind) if thing.kind in KINDS else len(KINDS)


def _document(thing: Findable) -> Document:
    """Its words in both languages: a reader of the English pages may know the German word, and the other way round."""
    weighed = [
        (thing.title, TITLE),
        (Text(thing.also), ALSO),
        (_in_both(f"found_{thing.kind}"), ALSO),
        (thing.summary, SUMMARY),
        *((text, MORE) for text in thing.more),
    ]
    return Document(tuple((says, weight) for text, weight in weighed for says in (text.de, text.en) if says))


@cache
def _in_both(code: str) -> Text:
    """A sentence of the house in both languages at once."""
    with override("de"):
        de = say(Reason(code))
    with override("en"):
        return Text(de, say(Reason(code)))
