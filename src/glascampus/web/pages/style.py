"""Every component in every state on one page: for those who write pages, for eyes, and for the axe test."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.basics.clock import now, today
from glascampus.commons.desk.pages import CampusRequest
from glascampus.commons.roles.access import is_office
from glascampus.web.forms import StyleForm
from glascampus.web.thread_line import Figure, strip, thread

LONG = "Glasschmelze, Formgebung, Kühlung, Zuschnitt, Kante, Vorspannen, Verbund, Beschichtung und Prüfung für alle Schichten in einem einzigen Kurs"
LONG_WORD = "Glasschmelzwannenfeuerfestauskleidungsinstandsetzungslehrgang"
NAMES = ("Ö", "عامر النور", "Maximiliane-Charlotte Freifrau von und zu Beispielhausen-Mustermannsdorf-Glashütten")
TONES = ("", "plain", "ok", "warn", "stop", "glow")


def style(request: CampusRequest) -> HttpResponse:
    """Shown to the office and in the demo; for everybody else there is no such page. Nothing that is sent here is kept."""
    if not (request.campus.is_demo or is_office(request.user)):
        raise Http404
    moment = now()
    wrong = StyleForm({"wrong-name": NAMES[2], "wrong-email": "vorname.nachname", "wrong-many": "0"}, prefix="wrong")
    return render(request, "web/style.html", {
        "long": LONG, "word": LONG_WORD, "names": NAMES, "tones": TONES, "today": today(moment), "empty_form": StyleForm(prefix="free"),
        "form": wrong, "page": Paginator(range(70), 10).get_page(3), "runs": _runs(today(moment)), "columns": _columns(), "rows": _rows(),
        "ladder": _ladder(), "facts": [(_("Dauer"), _("4 Tage")), (_("Für wen"), LONG), (_("Kurs"), LONG_WORD)],
        "threads": [thread(_figures()), thread(_figures(), here="course", reached="course"), thread({})], "steps": _steps(),
    })  # fmt: skip


def _figures() -> dict[str, Figure]:
    home = reverse("web:home")
    said = {
        "need": (27, _("Themen")),
        "curriculum": (14, _("Module")),
        "course": (1240, _("Kurse")),
        "booking": (0, LONG),
    }
    return {key: Figure(figure, text, home) for key, (figure, text) in said.items()}


def _steps() -> list[Any]:
    home = reverse("web:home")
    return strip([(LONG, home), (LONG_WORD, "")], _("Dieser Kurs"), [(_("Termine"), home), (_("Nachweis"), "")])


def _runs(begin: date) -> list[Any]:
    home, later = reverse("web:home"), begin + timedelta(days=40)
    shared = {"url": home, "place": _("live online"), "example": True}
    return [
        SimpleNamespace(starts_on=begin, ends_on=begin, title=LONG, seats=_("frei"), tone="", **shared),
        SimpleNamespace(starts_on=begin, ends_on=later, title=LONG_WORD, seats=_("Warteliste"), tone="glow", note=LONG, **shared),
    ]  # fmt: skip


def _columns() -> list[str]:
    return [_("Person"), _("Kurs"), _("Stand")]


def _rows() -> list[list[Any]]:
    home = reverse("web:home")
    titles = (_("Kurs"), LONG, LONG_WORD)
    return [[name, (title, home), (_("frei"), "", "ok")] for name, title in zip(NAMES, titles, strict=True)]


def _ladder() -> list[tuple[str, int | None, str, bool]]:
    return [
        (_("genannt"), 40, "40", False),
        (_("vorgemerkt"), None, _("zu wenige, um es zu zeigen"), False),
        (_("gebucht"), 12, "12", True),
    ]
