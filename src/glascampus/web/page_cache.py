"""Public reading pages, kept ready for readers who have not signed in; forgotten as soon as anything is done on the campus.

A kept page counts only for the state of the journal at which it was drawn: every action writes a line, so a number changed at one end is seen
at every other in the next request, in every process. It counts for its minute only, since dates and deadlines pass by themselves. What changes
the tables without a line (SQL typed by hand) is seen after a minute at most.

Kept bodies hold no secret (no form token, no cookie, nobody's name beside the public ones), so they may be compressed: BREACH has nothing to
guess.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest
from glascampus.commons.journal.reads import state
from glascampus.web.peers import is_loopback
from glascampus.web.tour import COOKIE

Page = Callable[..., HttpResponse]
Key = tuple[object, ...]
LONGEST_ADDRESS, LARGEST_SHARE = 300, 8
WORTH_ZIPPING = 500
COOKIES_OF_SOMEBODY = (settings.SESSION_COOKIE_NAME, "messages")


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it was drawn: plain, compressed ("" where that saves nothing), and of which state and minute it tells."""

    as_of: Key
    body: bytes
    zipped: bytes
    content_type: str
    etag: str

    @property
    def size(self) -> int:
        """Bytes it takes."""
        return len(self.body) + len(self.zipped)


class Shelf:
    """Kept pages by address; the one nobody asked for the longest goes first. Safe between threads."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Key, KeptPage] = OrderedDict()
        self._lock = Lock()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._pages)

    def find(self, key: Key, as_of: Key) -> KeptPage | None:
        """The page, if it still tells the truth."""
        with self._lock:
            kept = self._pages.get(key)
            if kept is None or kept.as_of != as_of:
                return None
            self._pages.move_to_end(key)
            return kept

    def put(self, key: Key, kept: KeptPage) -> None:
        """Keep a page unless it alone would take an eighth of the room."""
        if kept.size * LARGEST_SHARE > settings.PAGE_CACHE_BYTES:
            return
        with self._lock:
            self._drop(key)
            self._pages[key] = kept
            self.bytes += kept.size
            while len(self._pages) > settings.PAGE_CACHE_PAGES or self.bytes > settings.PAGE_CACHE_BYTES:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._pages.clear()
            self.bytes = 0

    def _drop(self, key: Key) -> None:
        if gone := self._pages.pop(key, None):
            self.bytes -= gone.size


SHELF = Shelf()


def kept_ready(page: Page) -> Page:
    """Answer from the shelf when an anonymous reader asks again for a page of which nothing has changed."""

    @wraps(page)
    def answer(request: CampusRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _may_be_kept(request):
            return page(request, *args, **kwargs)
        key, as_of = _key(request), _as_of(request)  # before it is drawn: what changes meanwhile makes it old, not new
        kept = SHELF.find(key, as_of)
        if kept is None:
            response = page(request, *args, **kwargs)
            if not _is_for_everybody(request, response):
                return response
            kept = _keep(response, as_of)
            SHELF.put(key, kept)
        return _answer(request, kept)

    return answer


def _may_be_kept(request: HttpRequest) -> bool:
    """Only plain reading: no session, no message waiting for this reader, no endless address."""
    return (
        request.method == "GET"
        and bool(settings.PAGE_CACHE_PAGES)
        and not any(name in request.COOKIES for name in COOKIES_OF_SOMEBODY)
        and len(request.get_full_path()) <= LONGEST_ADDRESS
    )


def _key(request: CampusRequest) -> Key:
    """All that a public page is made from beside the data; scheme and host stand in its links, the demo's mailbox only on this machine.

    In the demo it also counts whether its tour was dismissed.
    """
    campus = request.campus
    demo = campus.is_demo and ("here" if is_loopback(request) else "afar", COOKIE in request.COOKIES)
    return (campus.pk, demo, get_language(), request.scheme, request.get_host(), request.get_full_path())


def _as_of(request: CampusRequest) -> Key:
    return (*state(request.campus), int(now().timestamp() // 60))


def _is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    """Nothing in it was made for this one reader: no cookie, no form token, no session, no header of its own on keeping."""
    return (
        response.status_code == 200  # noqa: PLR2004
        and not response.streaming
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and not request.session.modified
        and not (response.has_header("Cache-Control") or response.has_header("Content-Disposition"))
    )


def _keep(response: HttpResponse, as_of: Key) -> KeptPage:
    body = response.content
    zipped = gzip.compress(body, 6, mtime=0) if len(body) >= WORTH_ZIPPING else b""
    return KeptPage(as_of, body, zipped, response["Content-Type"], f'W/"{hashlib.sha256(body).hexdigest()[:24]}"')


def _answer(request: HttpRequest, kept: KeptPage) -> HttpResponse:
    """The page, or 304 for who has it already. Caches on the way ask each time, and keep signed-in readers apart."""
    zips = bool(kept.zipped) and _takes_gzip(request.headers.get("Accept-Encoding", ""))
    headers = {"Cache-Control": "no-cache", "ETag": kept.etag, "Vary": "Accept-Encoding, Cookie"}
    response = HttpResponse(kept.zipped if zips else kept.body, content_type=kept.content_type, headers=headers)
    if zips:
        response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(response.content))
    if "HTTP_IF_NONE_MATCH" not in request.META:
        return response
    return get_conditional_response(request, etag=kept.etag, response=response) or response


def _takes_gzip(accepts: str) -> bool:
    """Whether an Accept-Encoding names gzip without refusing it (``q=0``)."""
    for offer in accepts.lower().split(","):
        coding, _, weight = offer.partition(";")
        if coding.strip() == "gzip":
            return weight.strip().replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
