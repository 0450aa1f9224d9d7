"""What the office types when it books for others: for whoever phoned, and for the people of a pasted list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from glascampus.basics.clock import today
from glascampus.commons.desk.forms import DeskForm
from glascampus.stations.bookings.forms.booking import BookForm


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
        self.fields["terms"].label = _("Die Person kennt Preis und Teilnahmebedingungen.")

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
    terms = forms.BooleanField(label=_("Die Person kennt Preis und Teilnahmebedingungen."))
