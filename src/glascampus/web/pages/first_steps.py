"""The first steps of a new campus on one page, with what only whoever looks after the machine can do."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, office_page
from glascampus.web.first_steps import first_steps

LATER = "first_steps_later"


@office_page
def steps(request: CampusRequest) -> HttpResponse:
    """Everything, done or not; at the end a sentence that all is done."""
    found = first_steps(request.campus, request.user, now())
    return render(request, "web/first_steps.html", {"path": found, "next": found.open[0] if found else None})


@require_POST
@office_page
def later(request: CampusRequest) -> HttpResponse:
    """The board shows them again at the next sign-in."""
    request.session[LATER] = True
    return redirect("web:board")
