"""Problem details (RFC 9457). Light: the outermost middleware uses it, too."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.utils import translation

from glascampus.basics.reason import NotAllowed, Reason, Refusal
from glascampus.commons.roll.reads import say

log = logging.getLogger("glascampus.api")
URN = "urn:campus:"
RETRY_S = 5
Kind = tuple[int, str]  # status, and what follows the URN
Faults = Iterable[tuple[str, str]]  # JSON pointer, sentence


class Problem(Exception):
    """A request that is answered with a problem; nothing was changed."""

    def __init__(
        self, status: int, detail: str, kind: str = "", errors: Faults = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail = status, kind, detail
        self.errors, self.headers = list(errors), dict(headers or {})


def problem(found: Problem) -> HttpResponse:
    """The answer that tells of a problem."""
    body: dict[str, object] = {
        "type": URN + found.kind if found.kind else "about:blank",
        "title": found.kind.replace("-", " ").capitalize() if found.kind else HTTPStatus(found.status).phrase,
        "status": found.status,
        "detail": found.detail,
    }
    if found.errors:
        body["errors"] = [{"pointer": pointer, "detail": detail} for pointer, detail in found.errors]
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=found.status, headers=found.headers)
    response["Content-Type"] = "application/problem+json"
    response["Cache-Control"] = "no-store"
    return response


def in_english(reason: Reason) -> str:
    """The sentence for a reason, as programs and their makers read it."""
    with translation.override("en"):
        return say(reason)


@contextmanager
def refusals_are(kinds: Mapping[type[Refusal], Kind], pointers: Mapping[str, str] | None = None) -> Iterator[None]:
    """Inside, a refusal of a deed becomes a problem of its kind; ``pointers`` say where a refusal's field stands in the body.

    A refusal without a kind is about what was sent: 422.
    """
    try:
        yield
    except NotAllowed:
        raise
    except Refusal as refusal:
        status, kind = next((k for of, k in kinds.items() if isinstance(refusal, of)), (422, ""))
        where = (pointers or {}).get(refusal.field or "", "")
        said = in_english(refusal.reason)
        raise Problem(
            status, said, kind, [(where, said)] if status == HTTPStatus.UNPROCESSABLE_ENTITY else []
        ) from refusal


def pointer(steps: Iterable[object]) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def answer_to(error: Exception) -> HttpResponse:
    """What a program hears when an endpoint raises; what nobody foresaw is logged and becomes a plain 500."""
    if isinstance(error, Problem):
        return problem(error)
    if isinstance(error, Http404 | NotAllowed):
        return problem(Problem(404, "There is nothing here, or it is not yours."))
    if isinstance(error, OperationalError | InterfaceError):
        log.warning("the database was busy or away: %s", error)
        busy = "The database was busy. Nothing was written; please try again."
        return problem(Problem(503, busy, headers={"Retry-After": str(RETRY_S)}))
    log.error("an API request broke", exc_info=error)
    return problem(Problem(500, "Something broke on our side. Nothing was written."))
