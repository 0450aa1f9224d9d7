"""What people type when they book."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from glascampus.basics.clock import today
from glascampus.basics.reason import Reason
from glascampus.commons.desk.forms import DeskForm
from glascampus.commons.roll.reads import say
from glascampus.stations.bookings.models import Booking
from glascampus.stations.bookings.rules import MOST_PEOPLE, Given, person_named, person_of, who

LONGEST_NAME, LONGEST_EMAIL = 80, 254


class BookForm(DeskForm):
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
    wait = forms.BooleanField(label=_("Wenn kein Platz frei ist, auf die Warteliste"), required=False)
    terms = forms.BooleanField(label=_("Ich habe die Teilnahmebedingungen gelesen und bin einverstanden."))
    form_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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

    field_order = [
        "kind",
        "booker_name",
        "booker_email",
        "organisation_name",
        "address",
        "people",
        "provisional_until",
        "wait",
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
