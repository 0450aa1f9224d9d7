"""Asking everybody once more, and new dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.commons.desk.forms import DeskForm, prepare
from glascampus.stations.bookings.models import Call
from glascampus.stations.courses.models import Run, Session
from glascampus.stations.courses.rules import Span, moved_days, shifted

SANE_DAYS = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 12, 31))]


class CallsForm(DeskForm):
    """Starting a round of calls."""

    mail = forms.BooleanField(
        label=_("Zugleich allen eine Mail schicken"), required=False, help_text=_("Wer gebucht hat, bekommt einen Link und antwortet dort für jede Person.")
    )  # fmt: skip


class CallForm(DeskForm):
    """What somebody said: one tap, and a code instead of free text."""

    seat = forms.IntegerField(min_value=1, max_value=10**15)
    outcome = forms.ChoiceField(choices=Call.Outcome.choices)
    code = forms.ChoiceField(choices=Call.Note.choices, required=False)


class MoveForm(DeskForm):
    """New times for every meeting of a run, and until when one can book."""

    def __init__(self, *args: Any, sessions: Sequence[Session], run: Run, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = list(sessions)
        for session in self.sessions:
            starts, ends = (m.astimezone(CAMPUS_ZONE) for m in (session.starts_at, session.ends_at))
            self._ask(f"day_{session.pk}", forms.DateField(label=_("Tag"), validators=SANE_DAYS), starts.date())
            self._ask(f"begins_{session.pk}", forms.TimeField(label=_("Beginn")), starts.time())
            self._ask(f"ends_{session.pk}", forms.TimeField(label=_("Ende")), ends.time())
        hint = _("Leer: so viele Tage vor dem Beginn wie bisher.")
        self._ask(
            "closes_on",
            forms.DateField(label=_("Buchung bis"), required=False, help_text=hint, validators=SANE_DAYS),
            None,
        )
        decides = forms.DateField(label=_("Entscheidung am"), required=False, validators=SANE_DAYS)
        decides.help_text = hint if run.decide_on else ""
        self._ask("decide_on", decides, None)
        self.run = run

    def _ask(self, name: str, field: forms.Field, initial: Any) -> None:
        self.fields[name] = field
        prepare(name, field)
        self.initial.setdefault(name, initial)

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """A group per meeting, then the days that hang on it."""
        meetings = [
            (
                gettext("Termin %(number)s") % {"number": n},
                [self[f"{name}_{s.pk}"] for name in ("day", "begins", "ends")],
            )
            for n, s in enumerate(self.sessions, 1)
        ]
        return [*meetings, (gettext("Fristen"), [self["closes_on"], self["decide_on"]])]

    @property
    def times(self) -> dict[int, Span]:
        """The wanted times by the meeting's id, once the form is valid."""
        given = self.cleaned_data
        return {
            s.pk: (_at(given[f"day_{s.pk}"], given[f"begins_{s.pk}"]), _at(given[f"day_{s.pk}"], given[f"ends_{s.pk}"]))
            for s in self.sessions
        }

    def values(self) -> dict[str, Any]:
        """What ``reschedule`` takes; deadlines that were left open keep their distance from the start."""
        times = self.times
        first = min(start for start, _end in times.values())
        days = moved_days([(s.starts_at, s.ends_at) for s in self.sessions], times.values())
        closes_on, decide_on = self.cleaned_data["closes_on"], self.cleaned_data["decide_on"]
        closes_at = _at(closes_on + timedelta(days=1), time()) if closes_on else shifted(self.run.closes_at, days)
        if decide_on is None and self.run.decide_on:
            decide_on = self.run.decide_on + timedelta(days=days)
        return {"times": times, "closes_at": min(closes_at, first), "decide_on": decide_on}


def _at(day: date, clock: time) -> datetime:
    """A day and a time on the campus."""
    return datetime.combine(day, clock, CAMPUS_ZONE)
