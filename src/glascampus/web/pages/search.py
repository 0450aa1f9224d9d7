"""One search over everything that is public: what the apps announce, in the order of the thread."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from glascampus.commons.roll.reads import announced

LONGEST_QUESTION, MOST_WORDS = 100, 6


def search(request: HttpRequest) -> HttpResponse:
    """``?q=``: every word must stand in the title or the summary."""
    asked = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST_QUESTION]
    hits = list(announced("search", asked.split()[:MOST_WORDS], request.user)) if asked else []
    return render(request, "web/search.html", {"asked": asked, "hits": hits})
