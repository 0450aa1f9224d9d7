"""The wall: the thread with live figures for the foyer. Nothing to click is needed, nobody reads closer than five metres."""

from __future__ import annotations

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from glascampus.basics.clock import now
from glascampus.stations.courses import reads as courses
from glascampus.stations.impact import reads as impact
from glascampus.web.thread_line import Figure, thread

EVERY_SECONDS = 60
SCHEMES = {"dunkel": "night", "hell": "day"}  # a screen in a hall has nobody who sets its browser


def wall(request: HttpRequest) -> HttpResponse:
    """The same figures as the public front page, whoever is signed in; asks for itself again by a header, ``?halt=1`` stops it."""
    moment, halted = now(), "halt" in request.GET
    figures = {s.key: Figure(s.figure, s.text) for s in impact.home_stations(None, moment)}
    answer = render(request, "web/wall.html", {
        "stations": thread(figures), "told": impact.told_story(None, moment), "now": moment, "halted": halted,
        "next": courses.upcoming_runs(moment, None)[:1], "scheme": SCHEMES.get(request.GET.get("farbe", ""), ""),
        "code": _code(request.build_absolute_uri(reverse("web:impact"))), "host": request.get_host(),
    })  # fmt: skip
    if not halted:
        answer["Refresh"] = str(EVERY_SECONDS)
    return answer


def _code(address: str) -> SafeString:
    """A QR code on white in both schemes: phones read no light code on a dark ground."""
    made = segno.make_qr(address, error="m")
    return mark_safe(made.svg_inline(omitsize=True, border=3, light="white", svgclass=None, lineclass=None))  # nosec
