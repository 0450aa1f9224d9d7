"""The fine line of pages that belong to a station of the thread; every template has these tags without ``load``."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from glascampus.web.menus import url_of
from glascampus.web.thread_line import NAMES, PLACES, Said, Step, strip

register = template.Library()
Line = dict[str, list[Step]]
LONG = 20  # letters; six stations with a longer name among them would take three lines on a phone


@register.inclusion_tag("web/_strip.html")
def line_of_stations(here: str, text: Any = "") -> Line:
    """The main pages of the six stations; ``here`` is the key of the one this page belongs to, ``text`` its own name instead."""
    order = list(PLACES)
    at = order.index(here)
    steps = [(str(label), url_of(name)) for label, name in PLACES.values()]
    name = str(text) or steps[at][0]
    return {"steps": strip(steps[:at], name, steps[at + 1 :], short=steps[at][0] if len(name) > LONG else "")}


@register.inclusion_tag("web/_strip.html")
def line_of_booking(run: Any, here: Any) -> Line:
    """A page about seats in a run, for whoever books: the need behind the course, the course, here, the paper, what it led to."""
    course = url_of("web:course", run.course.slug)
    need, paper, impact = (str(NAMES[key]) for key in ("need", "credential", "impact"))
    before: list[Said] = [
        (_("Warum es diesen Kurs gibt"), f"{course}#warum", need),
        (str(run.course.title), f"{course}#{run.code}", str(NAMES["course"])),
    ]
    behind: list[Said] = [
        (paper, url_of("credentials:enter")),
        (_("Was es gebracht hat"), url_of("web:impact"), impact),
    ]
    return {"steps": strip(before, str(here), behind)}


@register.inclusion_tag("web/_strip.html")
def line_of_run(run: Any, here: str) -> Line:
    """The office's pages of one run: ``here`` is "run", "bookings", "attendance" or "papers"."""
    pages: dict[str, Said] = {
        "run": (_("Durchgang"), url_of("courses:office_run", run.code)),
        "bookings": (_("Buchungen"), url_of("bookings:office_run", run.code)),
        "attendance": (_("Anwesenheit und Nachweise"), url_of("credentials:office_run", run.code), _("Anwesenheit")),
        "papers": (_("Papiermappe"), url_of("credentials:papers", run.code)),
    }
    order = list(pages)
    at, steps = order.index(here), list(pages.values())
    course = (str(run.course.title), url_of("courses:office_course", run.course_id), str(NAMES["course"]))
    return {"steps": strip([course, *steps[:at]], steps[at][0], steps[at + 1 :], short="".join(steps[at][2:]))}
