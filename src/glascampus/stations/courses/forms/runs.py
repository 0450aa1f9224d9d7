"""A run and its meetings. Days and times are typed as the campus's clock shows them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.commons.desk.forms import DeskModelForm
from glascampus.commons.people.models import Person
from glascampus.stations.courses.models import Run, Session

MOST_EUROS, MOST_PEOPLE = 99_999, 1000


class SessionForm(DeskModelForm):
    """One meeting: a day, from when to when, how and where."""

    day = forms.DateField(label=_("Tag"))
    begins = forms.TimeField(label=_("Beginn"))
    ends = forms.TimeField(label=_("Ende"))
    field_order = ["day", "begins", "ends", "mode", "room", "topic_de", "topic_en"]

    class Meta:
        model = Session
        fields = ["mode", "room", "topic_de", "topic_en"]
        labels = {"mode": _("Wie"), "room": _("Raum"), "topic_de": _("Thema"), "topic_en": _("Thema auf Englisch")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            starts, ends = (m.astimezone(CAMPUS_ZONE) for m in (self.instance.starts_at, self.instance.ends_at))
            self.initial = {**self.initial, "day": starts.date(), "begins": starts.time(), "ends": ends.time()}

    def values(self) -> dict[str, Any]:
        """What ``keep_session`` takes."""
        given = dict(self.cleaned_data)
        day, begins, ends = given.pop("day"), given.pop("begins"), given.pop("ends")
        return {**given, "starts_at": _at(day, begins), "ends_at": _at(day, ends)}


class RunForm(DeskModelForm):
    """A run; a new one brings its first meeting."""

    price = forms.DecimalField(
        label=_("Preis je Person in Euro"), min_value=0, max_value=MOST_EUROS, decimal_places=2, localize=True
    )
    closes_on = forms.DateField(
        label=_("Buchung bis"),
        help_text=_("Der letzte Tag, an dem man buchen kann. Leer: zwei Wochen vor Beginn."),
        required=False,
    )

    class Meta:
        model = Run
        fields = [
            "course",
            "site",
            "room",
            "language",
            "capacity",
            "minimum",
            "provisional_days",
            "decide_on",
            "step_free",
            "bed",
            "lecturers",
            "code",
            "example",
        ]
        labels = {
            "course": _("Kurs"), "site": _("Standort"), "room": _("Raum"), "language": _("Sprache"), "capacity": _("Plätze"),
            "minimum": _("Findet statt ab so vielen Zusagen"), "decide_on": _("Entscheidung am"),
            "provisional_days": _("Tage für eine Vormerkung"),
            "step_free": _("Ohne Stufen erreichbar"), "bed": _("Bett für die Nacht möglich"), "lecturers": _("Wer lehrt"),
            "code": _("Kürzel"), "example": _("Beispielwert: für die Demo erfunden"),
        }  # fmt: skip
        help_texts = {
            "code": _("Steht in Adressen und auf Nachweisen. Leer: Wir schlagen eines vor."),
            "decide_on": _("An diesem Tag fragt „Heute“, ob der Durchgang stattfindet."),
            "site": _("Leer, wenn alles online ist."),
            "provisional_days": _(
                "So lange können Menschen einen Platz vormerken, während eine Förderung offen ist. 0: gar nicht."
            ),
        }

    def __init__(self, *args: Any, lecturers: list[Person], first: SessionForm | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first = first
        self.fields["code"].required = False
        self.fields["provisional_days"].required = False
        for name in ("capacity", "minimum"):
            self.fields[name].widget.attrs["max"] = MOST_PEOPLE
        self._ask_lecturers(lecturers)
        if self.instance.pk:
            self.fields["closes_on"].required = True
            self.initial["price"] = self.instance.price_cents / 100
            self.initial["closes_on"] = (self.instance.closes_at - timedelta(seconds=1)).astimezone(CAMPUS_ZONE).date()
        if not self.instance.example:
            del self.fields["example"]

    def _ask_lecturers(self, lecturers: list[Person]) -> None:
        """People who teach, and those who did when the run was made."""
        field = self.fields["lecturers"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        chosen = {p.pk for p in self.instance.lecturers.all()} if self.instance.pk else set()
        field.queryset = Person.objects.filter(pk__in={p.pk for p in lecturers} | chosen)

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The page in groups, with the first meeting where it is asked for."""
        groups = [
            (gettext("Was und wo"), ["course", "site", "room", "language", "step_free", "bed", "lecturers"]),
            (gettext("Plätze und Preis"), ["capacity", "minimum", "price", "provisional_days"]),
            (gettext("Fristen und Kürzel"), ["closes_on", "decide_on", "code", *(["example"] if "example" in self.fields else [])]),
        ]  # fmt: skip
        shown = [(heading, [self[name] for name in names]) for heading, names in groups]
        return [shown[0], (gettext("Erster Termin"), list(self.first)), *shown[1:]] if self.first else shown

    def clean(self) -> dict[str, Any]:
        """The first meeting is wrong or right together with the run."""
        if self.first is not None and not self.first.is_valid():
            sentence = gettext("Beim ersten Termin fehlt etwas oder ist etwas falsch.")
            wrong = next((field for field in self.first if field.errors), None)
            raise forms.ValidationError(
                format_html('<a href="#{}">{}</a>', wrong.auto_id, sentence) if wrong else sentence
            )
        return super().clean() or {}

    def clean_code(self) -> str:
        """Small letters, digits and hyphens."""
        code: str = self.cleaned_data["code"]
        if code and not all(c in "abcdefghijklmnopqrstuvwxyz0123456789-" for c in code):
            raise forms.ValidationError(gettext("Nur Kleinbuchstaben, Ziffern und Bindestriche."))
        return code

    def values(self, first: datetime | None) -> dict[str, Any]:
        """What ``keep_run`` takes; booking ends with the chosen day, or when the run begins on that day."""
        given = dict(self.cleaned_data)
        price, closes_on = given.pop("price"), given.pop("closes_on")
        given["price_cents"] = int(price * 100)
        given["provisional_days"] = given["provisional_days"] or 0
        if closes_on and "closes_on" in self.changed_data:
            evening = _at(closes_on + timedelta(days=1), time())
            same_day = first is not None and first.astimezone(CAMPUS_ZONE).date() == closes_on
            given["closes_at"] = first if same_day else evening
        return given


def _at(day: Any, clock: time) -> datetime:
    """A day and a time on the campus."""
    return datetime.combine(day, clock, CAMPUS_ZONE)
