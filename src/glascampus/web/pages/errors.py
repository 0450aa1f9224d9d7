"""When something is missing, forbidden or broken: a sentence and a way on."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from glascampus.web.snapshots import NO_ROOM


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return render(request, "403.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database was busy, gone or full: then nothing was written. No context, no database."""
    error = sys.exc_info()[1]
    full = isinstance(error, OSError) and error.errno in NO_ROOM
    ill = (
        getattr(getattr(error, "__cause__", None), "sqlstate", "") or ""
    )  # class XX: PostgreSQL's own trouble, for instance a quota on its disk
    if full or isinstance(error, OperationalError | InterfaceError) or ill.startswith("XX"):
        answer = render(None, "503.html", status=503)
        answer["Retry-After"] = "60"
        if request.method == "GET":
            answer["Refresh"] = "60"  # who only reads, and the wall in the foyer, comes back without a hand
        return answer
    return render(None, "500.html", status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open for too long, or in another browser."""
    return render(request, "403_csrf.html", status=403)
