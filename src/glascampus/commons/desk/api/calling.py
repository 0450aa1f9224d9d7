"""Calls with a token: who is it, how often, may it, and was it answered before? In the order that contracts.md gives."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from pydantic import BaseModel, ValidationError

from glascampus.basics.canonical import NotInterchangeable, NotJson, read_json
from glascampus.basics.clock import now
from glascampus.commons.desk.api.problems import Problem, answer_to, pointer, refusals_are
from glascampus.commons.machines import actions, reads, rules
from glascampus.commons.machines.models import Token
from glascampus.commons.machines.rules import Answer, AnswerGone, Call, InProgress, KeyConflict

MOST_BYTES = 256_000
JSON_TYPES = {"application/json"}
KINDS = {InProgress: (409, "in-progress"), KeyConflict: (422, "key-conflict"), AnswerGone: (422, "key-used")}
Endpoint = Callable[..., HttpResponse]
Deed = Callable[[], Answer]
Shape = TypeVar("Shape", bound=BaseModel)


def with_token(scope: str, *, takes_body: bool = False) -> Callable[[Endpoint], Endpoint]:
    """Only programs whose token has ``scope`` get in; ``request.token`` is theirs, and every answer carries their allowance."""

    def guard(endpoint: Endpoint) -> Endpoint:
        @wraps(endpoint)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if takes_body:
                _check_body(request)
            token = _token_of(request)
            left = actions.count(token=token.pk, limit=settings.API_PER_MINUTE)
            try:
                _check_limit(left)
                _check_scope(token, scope)
                request.token = token  # type: ignore[attr-defined]  # the endpoints below ask for it
                with actions.patient():
                    actions.note_use(token=token, now=now())
                    response = endpoint(request, *args, **kwargs)
            except Exception as error:  # noqa: BLE001  every answer tells what is left
                response = answer_to(error)
            for name, value in left.headers.items():
                response[name] = value
            return response

        return guarded

    return guard


def answered_once(ready: Callable[..., Deed]) -> Endpoint:
    """An endpoint that does something once for each idempotency key; ``ready(request, …)`` checks what was sent and returns the deed."""

    @wraps(ready)
    def endpoint(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        call = _call(request)
        with refusals_are(KINDS):
            answer = actions.once(
                token=request.token, call=call, ready=lambda: ready(request, *args, **kwargs), now=now()  # type: ignore[attr-defined]
            )  # fmt: skip
        response = HttpResponse(answer.body, status=answer.status, content_type="application/json")
        response["Cache-Control"] = "no-store"
        if answer.replayed:
            response[rules.REPLAYED] = "true"
        return response

    return endpoint


def body_as(shape: type[Shape], body: bytes) -> Shape:
    """The body as ``shape``.

    Raises:
        Problem: 400 when it is no JSON, 422 with every fault when it is another thing.
    """
    try:
        read_json(body)
        return shape.model_validate_json(body, strict=True)
    except NotJson:
        raise Problem(400, "The body is no JSON.") from None
    except NotInterchangeable as error:
        raise Problem(422, "The body cannot be understood in one way only.", errors=[("", str(error))]) from None
    except ValidationError as error:
        faults = [(pointer(fault["loc"]), fault["msg"].removeprefix("Value error, ")) for fault in error.errors()]
        raise Problem(422, "Some fields cannot be used.", errors=faults) from None


def body_of(request: HttpRequest) -> bytes:
    """The bytes of the body.

    Raises:
        Problem: 400 when the sender stopped halfway.
    """
    try:
        return request.body
    except UnreadablePostError:
        raise Problem(400, "The body did not arrive as a whole.") from None


def _check_body(request: HttpRequest) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise Problem(413, f"At most {MOST_BYTES} bytes.")
    if request.content_type not in JSON_TYPES:
        raise Problem(415, "Send application/json.", headers={"Accept": "application/json"})


def _token_of(request: HttpRequest) -> Token:
    header = request.headers.get("Authorization", "")
    text = rules.bearer(header)
    if text and (token := reads.token_by_text(text)):
        return token
    challenge = 'Bearer realm="campus"' + (', error="invalid_token"' if header else "")
    raise Problem(401, "A token is needed; the office makes one.", headers={"WWW-Authenticate": challenge})


def _check_scope(token: Token, scope: str) -> None:
    if scope not in rules.granted(token.scopes.split()):
        challenge = f'Bearer realm="campus", error="insufficient_scope", scope="{scope}"'
        raise Problem(403, f"This token lacks the scope {scope}.", headers={"WWW-Authenticate": challenge})


def _check_limit(left: rules.Allowance) -> None:
    if left.over:
        raise Problem(429, f"At most {left.limit} requests a minute.", headers={"Retry-After": str(left.resets_in_s)})


def _call(request: HttpRequest) -> Call:
    key = request.headers.get("Idempotency-Key", "")
    if not rules.key_is_sound(key):
        raise Problem(400, "The header Idempotency-Key must hold 8 to 128 visible ASCII characters.", "key-missing")
    token: Token = request.token  # type: ignore[attr-defined]
    return Call(token.pk, request.method or "", request.path, key, rules.body_hash(body_of(request)))
