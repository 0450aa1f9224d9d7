"""When something is missing, forbidden or broken: a sentence and a way on."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return render(request, "403.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database was busy, gone or full: then nothing was written. No context, no database."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        answer = render(None, "503.html", status=503)
        answer["Retry-After"] = "60"
        return answer
    return render(None, "500.html", status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open for too long, or in another browser."""
    return render(request, "403_csrf.html", status=403)
