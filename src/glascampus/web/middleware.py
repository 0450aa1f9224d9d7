"""Around every request: the campus of the address, strict headers, refusals as pages."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django_scopes import scope

from glascampus.basics.reason import NotAllowed
from glascampus.commons.campuses.reads import campus_for
from glascampus.web.peers import stranger_at

Get = Callable[[HttpRequest], HttpResponse]
CSP = "default-src 'self'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"


def headers(get_response: Get) -> Get:
    """Strict content policy everywhere; pages opened by a private link are never stored by anyone."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)  # frame-ancestors for old browsers
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        found = request.resolver_match
        if found and "token" in found.kwargs:
            response["Cache-Control"] = "no-store"
            response["X-Robots-Tag"] = "noindex"
        elif settings.SESSION_COOKIE_NAME in request.COOKIES:  # no proxy keeps what a signed-in person saw
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return answer


def campus_of_host(get_response: Get) -> Get:
    """Find the campus by the address and scope every query of the request to it."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path == "/health/":
            return get_response(request)
        campus = campus_for(split_domain_port(request.get_host())[0])
        if campus is None:  # a scope of nothing would let every campus through
            return render(None, "no_campus.html", status=404)
        request.campus = campus  # type: ignore[attr-defined]  # everything below asks for it
        request.stranger_at = stranger_at(request)  # type: ignore[attr-defined]  # so does what limits mail
        with scope(campus=campus):
            return get_response(request)

    return answer


def refusals(get_response: Get) -> Get:
    """``NotAllowed`` becomes 403, or the sign-in page for someone who has not signed in yet."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, RequestDataTooBig):
            return render(request, "413.html", status=413)
        if not isinstance(error, NotAllowed):
            return None
        if not request.user.is_authenticated and request.method == "GET":
            return redirect(f"{reverse('web:sign_in')}?{urlencode({'next': request.get_full_path()})}")
        return render(request, "403.html", status=403)

    answer.process_exception = process_exception  # type: ignore[attr-defined]  # Django looks for the attribute
    return answer
