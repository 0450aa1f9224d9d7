"""The short tour of the demo: one need through all stations, carried in the address (``?rundgang=3``), so that it needs no cookie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from glascampus.basics.clock import now
from glascampus.stations.courses import reads as courses
from glascampus.stations.courses.models import Course
from glascampus.stations.courses.rules import why_not_bookable
from glascampus.stations.credentials import reads as credentials
from glascampus.stations.impact import reads as impact

ASKED, COOKIE = "rundgang", "rundgang"
STORIES: Sequence[tuple[str, str | Promise, str | Promise]] = (
    ("home", _("Start"), _("Ein Faden läuft durch alles. Wir folgen einem Bedarf vom Anfang bis zum Ende.")),
    ("need", _("Bedarf"), _("Betriebe sagten, was ihren Leuten fehlt. Hier steht, wie viele es waren und was daraus wurde.")),
    ("module", _("Modul"), _("Daraus wurde ein Modul. Es sagt, was man danach kann und auf welches Thema es antwortet.")),
    ("course", _("Kurs"), _("Module werden zum Kurs: mit Terminen, einem Preis und dem Weg zur Mindestzahl.")),
    ("booking", _("Buchung"), _("So bucht man, allein oder für mehrere. Probieren Sie es aus: In der Demo gilt nichts davon.")),
    ("credential", _("Nachweis"), _("Wer da war, bekommt einen Nachweis. Mit diesem Link können ihn alle prüfen, ohne Konto.")),
    ("impact", _("Wirkung"), _("Am Ende steht, was es gebracht hat. Jede Zahl sagt, was sie zählt.")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stop:
    """Where one is: the how-manieth of how many stops, its name and sentence, and the next one ("" at the end)."""

    number: int
    of: int
    name: str
    sentence: str
    next_name: str = ""
    next_url: str = ""


def is_invited(request: HttpRequest) -> bool:
    """Whether the first page offers the tour: until somebody has dismissed it in this browser."""
    return request.path == reverse("web:home") and COOKIE not in request.COOKIES


def stop_of(request: HttpRequest) -> Stop | None:
    """The stop the address asks for, if this is its page; whoever walks off is left alone."""
    asked = request.GET.get(ASKED, "")
    if not (asked.isascii() and asked.isdigit() and len(asked) == 1):
        return None
    way = [(story, url) for story in STORIES if (url := _addresses(now()).get(story[0]))]
    place = int(asked) - 1
    if not 0 <= place < len(way) or way[place][1] != request.path:
        return None
    (_key, name, sentence), _url = way[place]
    if place + 1 == len(way):
        return Stop(place + 1, len(way), str(name), str(sentence))
    (_key, next_name, _said), url = way[place + 1]
    return Stop(place + 1, len(way), str(name), str(sentence), str(next_name), f"{url}?{ASKED}={place + 2}")


def _addresses(moment: datetime) -> dict[str, str]:
    """Page of each station: those of the need that came farthest, as everybody sees them; a station without one is left out."""
    found = {"home": reverse("web:home"), "impact": reverse("web:impact")}
    told = next(iter(impact.all_said_done(AnonymousUser(), moment)), None)
    if told is None or not told.courses:
        return found
    course = told.courses[0]
    found["need"] = reverse("web:need", args=[told.topic.slug])
    found["module"] = reverse("web:module", args=[told.modules[0].slug])
    found["course"] = reverse("web:course", args=[course.slug])
    if code := _bookable(course, moment):
        found["booking"] = reverse("bookings:book", args=[code])
    if paper := credentials.newest_example(course):
        found["credential"] = reverse("credentials:check", args=[paper.uuid])
    return found


def _bookable(course: Course, moment: datetime) -> str:
    """The code of the course's next run that can be booked, one with free seats before a full one; "" where there is none."""
    runs = courses.upcoming_runs(moment, AnonymousUser()).filter(course=course)
    bookable = [r for r in runs if not why_not_bookable(state=r.state, closes_at=r.closes_at, now=moment)]
    return next((run.code for run in sorted(bookable, key=lambda run: run.free <= 0)), "")
