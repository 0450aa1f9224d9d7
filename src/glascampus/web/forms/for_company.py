"""What somebody of a company asks of a course: how many people, which shifts. Read from the address, kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from glascampus.basics.reason import Reason
from glascampus.commons.desk.forms import DeskForm
from glascampus.commons.roll.reads import say
from glascampus.engines.documents import unprintable
from glascampus.engines.shifts import CYCLES, DAY, SHIFTS, Roster, roster_of
from glascampus.stations.bookings.rules import MOST_PEOPLE
from glascampus.stations.courses import words

USUAL_PEOPLE = 6
FAR = timedelta(days=730)
NAMES = ("leute", "takt", "schicht", "ab", "durchgang", "fuer")


class ForCompany(DeskForm):
    """Bound as soon as the address names one of its fields; what it does not name has its usual value."""

    leute = forms.IntegerField(
        label=_("Wie viele Leute?"), min_value=1, max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Bitte eine Zahl, zum Beispiel 6."), "min_value": _("Mindestens eine Person."),
            "max_value": _("Höchstens %(limit_value)s auf einmal. Für mehr sprechen Sie bitte mit uns."),
        },
    )  # fmt: skip
    takt = forms.ChoiceField(
        label=_("Wie arbeiten sie?"), required=False, widget=forms.RadioSelect,
        choices=[("", _("Ohne Schichtplan rechnen")), *((key, words.CYCLES[key]) for key in CYCLES)],
    )  # fmt: skip
    schicht = forms.ChoiceField(
        label=_("Welche Schicht haben sie?"), required=False, choices=[(one, words.SENTENCES[f"shift_{one}"]) for one in SHIFTS]
    )  # fmt: skip
    ab = forms.DateField(
        label=_("Ab wann?"), required=False,
        help_text=_("Der erste Tag dieser Schicht. Wechseln sie jede Woche, genügt ein Tag aus der Woche."),
    )  # fmt: skip
    durchgang = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    fuer = forms.CharField(
        label=_("Für wen? Steht nur auf dem Papier."), required=False, max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip

    def __init__(self, asked: Mapping[str, str], *, day: date) -> None:
        usual = {
            "leute": str(USUAL_PEOPLE),
            "takt": "",
            "schicht": SHIFTS[0],
            "ab": f"{day - timedelta(days=day.weekday()):%Y-%m-%d}",
        }
        given = {name: asked[name] for name in NAMES if name in asked}
        super().__init__({**usual, **given} if given else None, initial=usual)
        self.usual, self.day = usual, day

    def clean_ab(self) -> date | None:
        """A day near enough to be a plan."""
        first: date | None = self.cleaned_data["ab"]
        if first and abs(first - self.day) > FAR:
            raise ValidationError(_("Bitte nennen Sie einen Tag, der höchstens zwei Jahre entfernt ist."))
        return first

    def clean_fuer(self) -> str:
        """Only letters that the paper can print."""
        name: str = self.cleaned_data["fuer"]
        if strange := unprintable(name):
            raise ValidationError(_("Diese Zeichen können wir nicht drucken: %(strange)s"), params={"strange": strange})
        return name

    def clean(self) -> dict[str, Any]:
        """The team in its cycle, where one was chosen."""
        values = super().clean() or {}
        cycle = CYCLES.get(values.get("takt", ""))
        if cycle and not self.errors:
            shift = DAY if DAY in cycle.days else values["schicht"] or SHIFTS[0]
            values["roster"] = roster_of(cycle, shift, values["ab"] or self.day)
            if values["roster"] is None:
                self.add_error("schicht", say(Reason("cycle_without_shift", shift=Reason(f"shift_{shift}"))))
        return values

    @property
    def asked(self) -> dict[str, Any]:
        """What counts now: as typed where that can be, else as usual."""
        return self.cleaned_data if self.is_bound and self.is_valid() else {}

    @property
    def people(self) -> int:
        """For how many."""
        return int(self.asked.get("leute", USUAL_PEOPLE))

    @property
    def roster(self) -> Roster | None:
        """The team, if a cycle was chosen."""
        found: Roster | None = self.asked.get("roster")
        return found

    @property
    def cycles(self) -> list[tuple[Any, str, Any]]:
        """Each choice of a cycle as (radio, key, label)."""
        return [(radio, str(radio.data["value"]), radio.choice_label) for radio in self["takt"]]
