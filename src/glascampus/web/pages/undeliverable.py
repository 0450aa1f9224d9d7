"""Reports of undelivered mail by POST, from the mail server or whoever holds the token."""

from __future__ import annotations

import json
from hmac import compare_digest

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from glascampus.basics.clock import now
from glascampus.commons.campuses.models import Campus
from glascampus.commons.campuses.reads import link_token
from glascampus.commons.desk.pages import CampusRequest
from glascampus.commons.outbox.actions import take_in

BOUNCES = "bounces"  # what the token opens


def token_for(campus: Campus) -> str:
    """What a mail server must bring to report to ``campus``."""
    return link_token(BOUNCES, campus.key)


@csrf_exempt
@require_POST
def undeliverable(request: CampusRequest) -> HttpResponse:
    """A report of undelivered mail as it came, by whoever holds the token (``Authorization: Bearer``)."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if not compare_digest(given, token_for(request.campus).encode()):
        return _said(401, "The token is missing or wrong.", **{"WWW-Authenticate": "Bearer"})
    try:
        report = request.body
    except RequestDataTooBig:
        return _said(413, "A report has at most one megabyte.")
    _seen, met = take_in(reports=[report], now=now(), campus=request.campus)
    return JsonResponse({"met": met})


def _said(status: int, sentence: str, **headers: str) -> HttpResponse:
    body = json.dumps({"status": status, "detail": sentence})
    return HttpResponse(body, status=status, content_type="application/problem+json", headers=headers)
