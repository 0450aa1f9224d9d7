"""The front page: the thread with live figures, the next dates, what is new, three ways in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest
from glascampus.commons.editorial import reads as editorial
from glascampus.stations.courses import reads as courses
from glascampus.stations.impact import reads as impact
from glascampus.web.jsonld import organisation
from glascampus.web.thread_line import PLACES, Figure, thread

NEXT_DATES, LAST_NEWS = 4, 3


def home(request: CampusRequest) -> HttpResponse:
    """Everyone's first page. While the campus is empty it says how to begin."""
    moment = now()
    stations = impact.home_stations(request.user, moment)
    figures = {s.key: Figure(s.figure, s.text, reverse(PLACES[s.key][1])) for s in stations}
    return render(
        request,
        "web/home.html",
        {
            "stations": thread(figures),
            "runs": courses.upcoming_runs(moment, request.user)[:NEXT_DATES],
            "news": editorial.news_shown()[:LAST_NEWS],
            "jsonld": organisation(request),
            "told": impact.told_story(request.user, moment),
            "empty": not any(s.filled for s in stations),
        },
    )
