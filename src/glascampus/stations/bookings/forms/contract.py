"""Withdrawing, and what cancelling costs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from glascampus.commons.desk.forms import DeskForm
from glascampus.stations.bookings.rules import FeeStep


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
