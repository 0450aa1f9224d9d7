"""What is changed of a booking later: who comes, and whose it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from glascampus.commons.desk.forms import DeskForm


class NameForm(DeskForm):
    """Another name in a seat."""

    given_name = forms.CharField(label=_("Vorname"), max_length=80)
    family_name = forms.CharField(label=_("Nachname"), max_length=80, required=False)
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=254,
        required=False,
        help_text=_("Wenn bekannt. Dann geht der Nachweis direkt an diese Person."),
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
