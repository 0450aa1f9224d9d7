"""What people type when they book, and when somebody else comes."""

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
from glascampus.basics.clock import today
from glascampus.basics.reason import Reason
from glascampus.commons.desk.forms import DeskForm, OpenForm
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
        label=_("Betrieb"), max_length=200, required=False, help_text=_("Nur wenn ein Betrieb bucht.")
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
        if held_until is None:
            del self.fields["provisional"]
        else:
            words = {"day": days.short(held_until)}
            self.fields["provisional"].label = gettext("Unter Fördervorbehalt vormerken bis %(day)s") % words
            self.fields["provisional"].help_text = _(
                "Wenn noch offen ist, ob jemand die Kosten fördert: Wir halten die Plätze bis dahin frei, Sie bestätigen sie selbst."
            )
        self.fields["terms"].error_messages["required"] = _("Ohne Ihr Einverständnis können wir nicht buchen.")

    def _expect(self, people: int) -> None:
        """A company comes with this many: a line for each."""
        field = self.fields["people"]
        field.widget.attrs["rows"] = min(people, MOST_LINES)
        field.help_text = gettext(
            "Eine Person je Zeile: Vorname Nachname, E-Mail (wenn bekannt). Sie möchten %(people)s Plätze, also %(people)s Zeilen."
        ) % {"people": people}

    def visible_fields(self) -> list[BoundField]:
        """What to do when seats run out is asked only where they may: few are free, or the first try found too few."""
        shown = super().visible_fields()
        return shown if self.scarce or self.is_bound else [field for field in shown if field.name not in WHEN_FULL]

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
        self.fields["booker_email"].label = _("E-Mail-Adresse dieser Person")
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


class ListBookerForm(DeskForm):
    """Which firm books the people of a pasted list, and who there gets the mails."""

    organisation_name = forms.CharField(label=_("Betrieb"), max_length=200)
    booker_name = forms.CharField(label=_("Name der Person, die bucht"), max_length=120)
    booker_email = forms.EmailField(
        label=_("Deren E-Mail-Adresse"), max_length=254, help_text=_("Dorthin schicken wir Bestätigung und Kalendereintrag.")
    )  # fmt: skip
    terms = forms.BooleanField(label=_("Preis und Teilnahmebedingungen sind mitgeteilt."))


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
        help_text=_("Wer für diesen Betrieb eingeladen ist, sieht die Buchung danach auf der Seite des Betriebs und kann sie ändern."),
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = choices  # type: ignore[attr-defined]  # a choice of rows has one
