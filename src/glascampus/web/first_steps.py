"""The way of a new campus from nothing to its first booking; the list fills itself from what is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.basics.clock import today
from glascampus.commons.campuses.models import Campus
from glascampus.commons.legal import reads as legal
from glascampus.commons.people.reads import people_seen_by
from glascampus.commons.roles.reads import office_size
from glascampus.commons.sites.reads import rooms, sites
from glascampus.stations.bookings import reads as bookings
from glascampus.stations.courses import reads as courses
from glascampus.stations.curriculum import reads as curriculum
from glascampus.stations.needs import reads as needs
from glascampus.web.environment import keys_directory
from glascampus.web.frontdoor import is_here_only
from glascampus.web.keyring import is_exported


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, why, where, and whether it is done; without one that ``may_wait`` the campus works, too."""

    text: str
    why: str
    url: str
    done: bool
    may_wait: bool = False


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """All steps under their headings, in the order in which one takes them."""

    parts: Sequence[tuple[str, Sequence[Step]]]

    @property
    def steps(self) -> Sequence[Step]:
        """All of them in one row."""
        return [step for _heading, steps in self.parts for step in steps]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(step.done for step in self.steps)

    @property
    def open(self) -> Sequence[Step]:
        """Those still to do; those that may wait come last."""
        return sorted((step for step in self.steps if not step.done), key=lambda step: step.may_wait)

    @property
    def over(self) -> bool:
        """Nothing is left but what may wait."""
        return all(step.may_wait for step in self.open)


def first_steps(campus: Campus, user: Any, now: datetime) -> FirstSteps | None:
    """What a real campus has to do before people book there; None for a demo, and once all is done."""
    if campus.is_demo:
        return None
    found = FirstSteps([
        (_("Wer Sie sind"), _identity(campus, now)),
        (_("Technik"), _machine(campus)),
        (_("Menschen und Orte"), _places(user)),
        (_("Vom Bedarf zur Buchung"), _thread(user)),
    ])  # fmt: skip
    return None if found.over else found


def _identity(campus: Campus, now: datetime) -> list[Step]:
    missing = legal.missing_texts(today(now))
    others = [kind for kind in missing if kind not in {"imprint", "privacy"}]
    return [
        Step(_("Sagen, wer Sie sind"), _("Name, Ort, E-Mail-Adresse und ein Absatz über den Campus stehen auf der Startseite und in jeder Mail."),
             reverse("web:campus_edit"), bool(campus.about_de and campus.email)),
        Step(_("Impressum schreiben"), _("Ohne Impressum darf die Website nicht ans Netz."),
             reverse("web:office_text", args=["imprint"]), "imprint" not in missing),
        Step(_("Datenschutzerklärung schreiben"), _("Das Verzeichnis der Verarbeitungen entsteht von selbst. Es sagt, was hineingehört."),
             reverse("web:office_text", args=["privacy"]), "privacy" not in missing),
        Step(_("Die anderen Rechtstexte schreiben"), _("Teilnahmebedingungen, Widerrufsbelehrung und die Erklärung zur Barrierefreiheit. Wer bucht, bekommt sie gezeigt."),
             reverse("web:office_texts"), not others),
    ]  # fmt: skip


def _machine(campus: Campus) -> list[Step]:
    here = reverse("web:first_steps")
    return [
        Step(_("Mailserver einrichten"), _("Vorher verlässt keine Mail den Campus, auch keine Bestätigung."),
             f"{here}#technik", bool(settings.EMAIL_IS_SET)),
        Step(_("Eine Adresse im Netz geben"), _("Bisher ist der Campus nur auf diesem Rechner zu sehen."),
             f"{here}#technik", not is_here_only(campus.address)),
        Step(_("Schlüssel sichern"), _("Ohne sie öffnet eine Sicherung nicht alles."),
             reverse("web:keys"), is_exported(keys_directory(settings.DATA))),
    ]  # fmt: skip


def _places(user: Any) -> list[Step]:
    return [
        Step(_("Jemanden ins Büro einladen"), _("Dann geht es auch weiter, wenn Sie krank sind. Wenn Sie allein arbeiten, überspringen Sie diesen Schritt."),
             reverse("web:access_invite"), office_size() > 1, may_wait=True),
        Step(_("Einen Standort anlegen"), _("Wo die Kurse stattfinden, mit Adresse und ob es Stufen gibt."),
             reverse("web:site_new"), sites().exists()),
        Step(_("Einen Raum anlegen"), _("Mit der Zahl der Plätze. Der Kalender warnt, wenn der Raum doppelt belegt oder zu klein ist."),
             reverse("web:room_new"), rooms().exists()),
        Step(_("Eine Lehrkraft anlegen"), _("Wer mit E-Mail-Adresse hier steht, kann sich anmelden und sieht die eigenen Termine."),
             reverse("web:person_new"), people_seen_by(user).filter(teaches=True).exists()),
    ]  # fmt: skip


def _thread(user: Any) -> list[Step]:
    module, course, run = (_first(rows, done) for rows, done in (
        (curriculum.modules_seen_by(user), {"state": "published"}),
        (courses.courses_seen_by(user), {"state": "published"}),
        (courses.runs_seen_by(user), {"state__in": courses.SHOWN_STATES}),
    ))  # fmt: skip
    book = reverse("bookings:book", args=[run.row.code]) if run.done and run.row else reverse("courses:office_runs")
    return [
        Step(_("Das erste Thema festhalten"), _("Was Betriebe brauchen, mit Beleg. Daraus wird alles andere."),
             reverse("needs:office_topic_new"), needs.topics_seen_by(user).exists()),
        Step(_("Das erste Modul veröffentlichen"), _("Was man danach kann, und auf welches Thema es antwortet."),
             _to("curriculum:office_module", module.row and module.row.pk), module.done),
        Step(_("Den ersten Kurs veröffentlichen"), _("Ein oder mehrere Module, die zusammen angeboten werden."),
             _to("courses:office_course", course.row and course.row.pk), course.done),
        Step(_("Den ersten Durchgang öffnen"), _("Tage, Raum, Plätze und Mindestzahl. Danach kann man buchen."),
             _to("courses:office_run", run.row and run.row.code), run.done),
        Step(_("Einmal selbst buchen"), _("Mit Ihrer eigenen Adresse: So sehen Sie, was alle anderen sehen. Danach stornieren Sie wieder."),
             book, bookings.bookings_seen_by(user).exists()),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class First:
    """The first thing of a kind that is through, else the first there is at all."""

    row: Any
    done: bool


def _first(rows: Any, through: Mapping[str, object]) -> First:
    ready = rows.filter(**through).order_by("pk").first()
    return First(ready or rows.order_by("pk").first(), ready is not None)


def _to(page: str, key: Any) -> str:
    """Where a thing that is begun goes on, or where one begins it."""
    return reverse(page, args=[key]) if key else reverse(f"{page}_new")
