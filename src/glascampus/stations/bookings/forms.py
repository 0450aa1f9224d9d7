"""What people type when they book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator, validate_email
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from glascampus.basics.clock import CAMPUS_ZONE, today
from glascampus.basics.reason import Reason
from glascampus.commons.desk.forms import DeskForm, OpenForm, prepare
from glascampus.commons.roll.reads import say
from glascampus.stations.bookings.models import Booking, Call
from glascampus.stations.bookings.rules import MOST_PEOPLE, FeeStep, Given, person_named, person_of, who
from glascampus.stations.courses.models import Run, Session
from glascampus.stations.courses.rules import Span, moved_days, shifted

LONGEST_NAME, LONGEST_EMAIL = 80, 254
PHONE = RegexValidator(r"^\+?[0-9 ()/.-]{3,39}$", _("Nur Ziffern, Leerzeichen und + ( ) / . -"))

SANE_DAYS = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 12, 31))]


class BookForm(OpenForm):
    """One page for everybody: a person for herself, or a company for several."""

    kind = forms.ChoiceField(
        label=_("Wer bucht?"), choices=Booking.Kind.choices, widget=forms.RadioSelect, initial="private"
    )
    booker_name = forms.CharField(label=_("Ihr Name"), max_length=120, help_text=_("Vorname und Nachname."))
    booker_email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"),
        max_length=254,
        help_text=_("Dorthin schicken wir Bestätigung und Kalendereintrag."),
    )
    booker_phone = forms.CharField(
        label=_("Telefon, für Rückfragen"), max_length=40, required=False, validators=[PHONE],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    organisation_name = forms.CharField(
        label=_("Betrieb"), max_length=200, required=False, help_text=_("Nur wenn ein Betrieb bucht.")
    )
    address = forms.CharField(
        label=_("Anschrift für die Rechnung"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )  # fmt: skip
    people = forms.CharField(
        label=_("Wer nimmt teil?"), required=False, max_length=12000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Leer lassen, wenn Sie selbst kommen. Sonst eine Person je Zeile: Vorname Nachname, E-Mail (wenn bekannt)."),
    )  # fmt: skip
    provisional = forms.BooleanField(required=False)
    wait = forms.BooleanField(label=_("Wenn kein Platz frei ist, auf die Warteliste"), required=False)
    split = forms.BooleanField(
        label=_("Wenn nicht alle Platz haben: so viele wie möglich, die anderen auf die Warteliste"), required=False
    )
    terms = forms.BooleanField(label=_("Ich habe die Teilnahmebedingungen gelesen und bin einverstanden."))
    form_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, held_until: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if held_until is None:
            del self.fields["provisional"]
        else:
            words = {"day": date_format(held_until, "d.m.Y")}
            self.fields["provisional"].label = gettext("Unter Fördervorbehalt vormerken bis %(day)s") % words
            self.fields["provisional"].help_text = _(
                "Wenn noch offen ist, ob jemand die Kosten fördert: Wir halten die Plätze bis dahin frei, Sie bestätigen sie selbst."
            )
        self.fields["terms"].error_messages["required"] = _("Ohne Ihr Einverständnis können wir nicht buchen.")

    def clean(self) -> dict[str, Any]:
        """Turn the lines into people; who books for herself is the one who comes."""
        values = super().clean() or {}
        if self.errors:
            return values
        company = values["kind"] == Booking.Kind.COMPANY
        if company and not values["organisation_name"]:
            self.add_error("organisation_name", _("Bitte nennen Sie den Betrieb."))
        typed = [person_of(line) for line in values["people"].splitlines() if line.strip()]
        everybody = typed or [person_named(values["booker_name"], values["booker_email"])]
        if len(everybody) > (MOST_PEOPLE if company else 1):
            reason = Reason("too_many_people", most=MOST_PEOPLE) if company else Reason("one_person_only")
            self.add_error("people", say(reason))
        elif people := self._people(everybody, values["organisation_name"]):
            values["people"] = people
        return values

    def _people(self, everybody: list[Given], organisation: str) -> list[Given]:
        people: list[Given] = []
        faults, seen = [], set()
        for number, given in enumerate(everybody, 1):
            key = who(given, organisation)
            if code := fault_of(given) or ("same_person_twice" if key in seen else ""):
                faults.append(say(Reason(code, line=number)))
            seen.add(key)
            people.append(given)
        for fault in faults:
            self.add_error("people", fault)
        return [] if faults else people


def fault_of(given: Given) -> str:
    """The code of what is wrong with a typed person, or nothing."""
    if not given.given_name:
        return "person_has_no_name"
    if max(len(given.given_name), len(given.family_name)) > LONGEST_NAME:
        return "person_name_too_long"
    if len(given.email) > LONGEST_EMAIL:
        return "person_email_wrong"
    if given.email:
        try:
            validate_email(given.email)
        except ValidationError:
            return "person_email_wrong"
    return ""


class OnBehalfForm(BookForm):
    """The office books for somebody who phoned; a funding proviso holds the seats until a day."""

    provisional_until = forms.DateField(
        label=_("Vorgemerkt bis"), required=False, help_text=_("Nur wenn noch eine Förderung offen ist. Danach werden die Plätze von selbst frei.")
    )  # fmt: skip

    language = forms.ChoiceField(
        label=_("Sprache der Mails"), choices=(("de", _("Deutsch")), ("en", _("Englisch"))), initial="de",
        help_text=_("So schreiben wir dieser Person, auch später."), required=False,
    )  # fmt: skip

    field_order = [
        "kind",
        "booker_name",
        "booker_email",
        "booker_phone",
        "language",
        "organisation_name",
        "address",
        "people",
        "provisional_until",
        "wait",
        "split",
        "terms",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["booker_name"].label = _("Name der Person, die bucht")
        self.fields["booker_email"].label = _("Deren E-Mail-Adresse")
        self.fields["people"].help_text = _(
            "Leer lassen, wenn diese Person selbst kommt. Sonst eine Person je Zeile: Vorname Nachname, E-Mail (wenn bekannt)."
        )
        self.fields["terms"].label = _("Preis und Teilnahmebedingungen sind mitgeteilt.")

    def clean_provisional_until(self) -> date | None:
        """A day that has passed holds nothing."""
        day: date | None = self.cleaned_data["provisional_until"]
        if day and day < today():
            raise ValidationError(_("Dieser Tag ist vorbei."))
        return day


class CallsForm(DeskForm):
    """Starting a round of calls."""

    mail = forms.BooleanField(
        label=_("Zugleich allen eine Mail schicken"), required=False, help_text=_("Mit einer Frage und zwei Knöpfen: Ich komme, ich komme nicht.")
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
            forms.DateField(label=_("Anmeldung bis"), required=False, help_text=hint, validators=SANE_DAYS),
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


class NameForm(DeskForm):
    """Another name in a seat."""

    given_name = forms.CharField(label=_("Vorname"), max_length=80)
    family_name = forms.CharField(label=_("Nachname"), max_length=80, required=False)
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=254,
        required=False,
        help_text=_("Wenn bekannt: Dann kommt der Nachweis direkt an."),
    )


class AttachForm(DeskForm):
    """Whose booking it is."""

    organisation: forms.Field = forms.ModelChoiceField(
        label=_("Betrieb"), queryset=None, required=False, empty_label=_("keiner"),
        help_text=_("Wer für diesen Betrieb eingeladen ist, sieht die Buchung danach auf seiner Seite und kann sie ändern."),
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = choices  # type: ignore[attr-defined]  # a choice of rows has one


class WithdrawForm(DeskForm):
    """The withdrawal button of §356a BGB: name, contract, mailbox, and which part if not all of it."""

    name = forms.CharField(label=_("Ihr Name"), max_length=120, help_text=_("So, wie er in der Buchung steht."))
    contract = forms.CharField(
        label=_("Welchen Vertrag widerrufen Sie?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Am besten die Buchungsnummer aus Ihrer Mail. Sonst der Kurs und der Tag der Buchung."),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"), max_length=254, help_text=_("Dorthin geht sofort die Bestätigung.")
    )
    part = forms.CharField(
        label=_("Nur ein Teil des Vertrags?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Leer lassen, wenn Sie alles widerrufen."),
    )  # fmt: skip
    form_key = forms.CharField(widget=forms.HiddenInput, max_length=64, min_length=16)


SCALE_STEPS = range(1, 5)


class ScaleForm(DeskForm):
    """What cancelling costs: up to four steps, from a day on."""

    valid_from = forms.DateField(
        label=_("Gilt für Buchungen ab"), help_text=_("Frühere Buchungen behalten die Staffel, unter der sie gemacht wurden.")
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in SCALE_STEPS:
            self.fields[f"days_{number}"] = forms.IntegerField(
                label=_("Stufe %(number)s: bis so viele Tage vor Beginn") % {"number": number}, min_value=0, max_value=999, required=number == 1
            )  # fmt: skip
            self.fields[f"percent_{number}"] = forms.IntegerField(
                label=_("Stufe %(number)s: Prozent des Preises") % {"number": number}, min_value=0, max_value=100, required=number == 1
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Both figures of a step, or none; after the last step cancelling costs the whole price."""
        values = super().clean() or {}
        steps = []
        for number in SCALE_STEPS:
            days, percent = values.pop(f"days_{number}", None), values.pop(f"percent_{number}", None)
            if (days is None) != (percent is None):
                self.add_error(f"percent_{number}", _("Eine Stufe braucht beide Zahlen."))
            elif days is not None and percent is not None:
                steps.append(FeeStep(days, percent))
        values["steps"] = steps
        return values
