"""Ending the tour of the demo, for good in this browser."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from glascampus.commons.desk.pages import CampusRequest
from glascampus.web.tour import COOKIE

A_YEAR = timedelta(days=365)


@csrf_exempt  # it opens nothing and changes nothing but this browser's own mind; kept pages carry no form token
@require_POST
def tour_end(request: CampusRequest) -> HttpResponse:
    """The page one was on, without the tour. The only cookie of it, set only by this button: "rundgang=aus"."""
    if not request.campus.is_demo:
        raise Http404
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response = redirect(wanted if safe else reverse("web:home"))
    response.set_cookie(COOKIE, "aus", max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return response
