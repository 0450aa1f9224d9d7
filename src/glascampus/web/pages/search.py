"""The search over everything that is public, and the office's search with its command bar."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from glascampus.commons.desk.pages import CampusRequest, office_page
from glascampus.web import finder

PAGE, IN_BAR, OF_A_KIND = 20, 8, 3


def search(request: CampusRequest) -> HttpResponse:
    """``?q=``: word forms, compounds and typing errors are understood; the best comes first."""
    found = finder.find(request.campus, request.user, request.GET.get("q", ""))
    page = Paginator(found.hits, PAGE).get_page(request.GET.get("seite"))
    return render(request, "web/search.html", {"found": found, "page": page})


@never_cache
@office_page
def office_search(request: CampusRequest) -> HttpResponse:
    """The same over the office's things; ``?leiste=`` gives the first hits alone, for the bar that asks while one types."""
    bar = "leiste" in request.GET
    found = finder.find_in_office(request.campus, request.user, request.GET.get("q", ""), unfinished=bar)
    if bar:
        return render(request, "web/_bar_hits.html", {"found": found, "hits": found.mixed(IN_BAR, OF_A_KIND)})
    page = Paginator(found.hits, PAGE).get_page(request.GET.get("seite"))
    return render(request, "web/office_search.html", {"found": found, "page": page})


@office_page
def shortcuts(request: CampusRequest) -> HttpResponse:
    """Which keys do what, and the switch that turns them off on this device."""
    return render(request, "web/shortcuts.html")
