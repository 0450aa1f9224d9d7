"""What people type when they book."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from glascampus.basics import days
from glascampus.basics.reason import Reason
from glascampus.commons.desk.forms import OpenForm
from glascampus.commons.roll.reads import say
from glascampus.stations.bookings.models import Booking
from glascampus.stations.bookings.rules import MOST_PEOPLE, Given, person_named, person_of, who

LONGEST_NAME, LONGEST_EMAIL = 80, 254
MOST_LINES = 12  # more would push the button off a phone
WHEN_FULL = ("wait", "split")

PHONE = RegexValidator(r"^\+?[0-9 ()/.-]{3,39}$", _("Nur Ziffern, Leerzeichen und + ( ) / . -"))


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
        label=_("Betrieb"), max_length=200, required=False, help_text=_("Nötig, wenn ein Betrieb bucht.")
    )
    address = forms.CharField(
        label=_("Anschrift für die Rechnung"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )  # fmt: skip
    people = forms.CharField(
        label=_("Wer nimmt teil?"), required=False, max_length=12000, widget=forms.Textarea(attrs={"rows": 4, "autocapitalize": "words", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Leer lassen, wenn Sie selbst kommen. Sonst eine Person je Zeile: Vorname Nachname, E-Mail (wenn bekannt)."),
    )  # fmt: skip
    provisional = forms.BooleanField(required=False)
    wait = forms.BooleanField(label=_("Wenn kein Platz frei ist, auf die Warteliste"), required=False)
    split = forms.BooleanField(
        label=_("Wenn nicht alle Platz haben: so viele wie möglich, die anderen auf die Warteliste"), required=False
    )
    terms = forms.BooleanField(label=_("Ich habe die Teilnahmebedingungen gelesen und bin einverstanden."))
    form_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(
        self, *args: Any, held_until: date | None = None, people: int = 0, scarce: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scarce = scarce
        if people:
            self._expect(people)
        self._ask_hold(held_until)
        self.fields["terms"].error_messages["required"] = _("Ohne Ihr Einverständnis können wir nicht buchen.")

    def _ask_hold(self, held_until: date | None) -> None:
        """Seats are held for a funding decision until a day, or not at all."""
        if held_until is None:
            del self.fields["provisional"]
            return
        words = {"day": days.short(held_until)}
        self.fields["provisional"].label = (
            gettext("Vormerken, bis die Förderung klar ist, längstens bis %(day)s") % words
        )
        self.fields["provisional"].help_text = _(
            "Wenn noch offen ist, ob jemand die Kosten fördert: Wir halten die Plätze bis dahin frei, Sie bestätigen sie selbst."
        )

    def _expect(self, people: int) -> None:
        """A company comes with this many: a line for each."""
        field = self.fields["people"]
        field.widget.attrs["rows"] = min(people, MOST_LINES)
        field.help_text = gettext(
            "Eine Person je Zeile: Vorname Nachname, E-Mail (wenn bekannt). Sie möchten %(people)s Plätze, also %(people)s Zeilen."
        ) % {"people": people}

    def visible_fields(self) -> list[BoundField]:
        """What to do when seats run out is asked only where they may: few are free, or the first try found too few."""
        shown, refused = super().visible_fields(), self.is_bound and self.non_field_errors()
        return shown if self.scarce or refused else [field for field in shown if field.name not in WHEN_FULL]

    def clean(self) -> dict[str, Any]:
        """Turn the lines into people; who books for herself is the one who comes. Every fault is said at once."""
        values = super().clean() or {}
        company, organisation = values.get("kind") == Booking.Kind.COMPANY, values.get("organisation_name", "")
        if company and not organisation and "organisation_name" not in self.errors:
            self.add_error("organisation_name", _("Bitte nennen Sie den Betrieb."))
        everybody = self._everybody(values)
        if len(everybody) > (MOST_PEOPLE if company else 1):
            reason = Reason("too_many_people", most=MOST_PEOPLE) if company else Reason("one_person_only")
            self.add_error("people", say(reason))
        elif people := self._people(everybody, organisation):
            values["people"] = people
        return values

    def _everybody(self, values: dict[str, Any]) -> list[Given]:
        """One for each line; without a line who books, where name and address are good."""
        if typed := [person_of(line) for line in values.get("people", "").splitlines() if line.strip()]:
            return typed
        known = "booker_name" in values and "booker_email" in values and "people" in values
        return [person_named(values["booker_name"], values["booker_email"])] if known else []

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
