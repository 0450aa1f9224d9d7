"""What is kept by law: texts and rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from glascampus.basics.clock import today
from glascampus.basics.rulebook import shipped
from glascampus.commons.desk.forms import DeskForm
from glascampus.commons.legal.words import SUBJECTS


class LegalTextForm(DeskForm):
    """The next version of a legal text, in both languages."""

    text_de = forms.CharField(label=_("Text (Deutsch)"), max_length=40_000, widget=forms.Textarea(attrs={"rows": 5}))
    text_en = forms.CharField(
        label=_("Text (Englisch)"), max_length=40_000, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Fehlt er, sehen alle den deutschen Text."),
    )  # fmt: skip
    valid_from = forms.DateField(label=_("Gilt ab"), help_text=_("Bis dahin gilt die Fassung davor."))

    def clean_valid_from(self) -> Any:
        """What was shown yesterday cannot be changed any more."""
        day = self.cleaned_data["valid_from"]
        if day < today():
            raise forms.ValidationError(_("Dieser Tag ist vorbei. Frühere Fassungen bleiben, wie sie waren."))
        return day


def _keys() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every rule under what it is about."""
    keys = sorted({row.key for row in shipped()})
    subjects = dict.fromkeys(key.partition(".")[0] for key in keys)
    return [
        (str(SUBJECTS.get(name, name)), [(key, key) for key in keys if key.partition(".")[0] == name])
        for name in subjects
    ]


class RuleForm(DeskForm):
    """A row of the office's own."""

    key = forms.ChoiceField(label=_("Regel"), choices=_keys)
    value = forms.CharField(
        label=_("Wert"), max_length=2000, help_text=_("Geschrieben wie der ausgelieferte Wert: eine ganze Zahl, ja oder nein, ein Tag wie 2027-01-31, ein Text; mehrere mit Komma.")
    )  # fmt: skip
    valid_from = forms.DateField(label=_("Gilt ab"))
    valid_to = forms.DateField(
        label=_("Gilt bis"), required=False, help_text=_("Leer lassen, solange kein Ende bekannt ist.")
    )
    source_title = forms.CharField(
        label=_("Quelle"), max_length=200, help_text=_("Gesetz, Bescheid oder Seite, wo es steht.")
    )
    source_url = forms.URLField(label=_("Adresse der Quelle"), max_length=400, required=False, assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        """A row cannot end before it begins."""
        values = super().clean() or {}
        first, last = values.get("valid_from"), values.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("Das Ende liegt vor dem Anfang."))
        return values
