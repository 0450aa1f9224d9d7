"""Help: the handbook as pages, and the way from any page to the chapter that is about it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from glascampus.commons.desk.pages import CampusRequest
from glascampus.web import handbook


def contents(request: CampusRequest) -> HttpResponse:
    """Every chapter with its tasks."""
    return render(request, "web/help.html", {"chapters": handbook.chapters(get_language() or "de")})


def chapter(request: CampusRequest, slug: str) -> HttpResponse:
    """One chapter."""
    if slug not in handbook.CHAPTERS:
        raise Http404
    return render(request, "web/help_chapter.html", {"chapter": handbook.chapter(slug, get_language() or "de")})
