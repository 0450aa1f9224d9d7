"""What somebody could not use, and the answer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from glascampus.commons.desk.forms import DeskForm, OpenForm


class FeedbackForm(OpenForm):
    """What somebody could not use."""

    what = forms.CharField(
        label=_("Was geht nicht?"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Zum Beispiel: Mein Vorleseprogramm sagt bei einem Knopf nichts."),
    )  # fmt: skip
    place = forms.CharField(
        label=_("Auf welcher Seite?"), max_length=400, required=False, help_text=_("Adresse oder Name der Seite, wenn Sie sie wissen.")
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"),
        max_length=254,
        required=False,
        help_text=_("Nur wenn Sie eine Antwort möchten."),
    )


class FeedbackAnswerForm(DeskForm):
    """What the office answers."""

    answer = forms.CharField(
        label=_("Ihre Antwort"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Leer lassen, um ohne Antwort zu schließen, zum Beispiel wenn keine Adresse da ist."),
    )  # fmt: skip
