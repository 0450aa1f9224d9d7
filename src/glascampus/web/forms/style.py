"""One field of each kind, for the page that shows every component."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from glascampus.commons.desk.forms import DeskForm


class StyleForm(DeskForm):
    """One field of each kind, for the page that shows every component; nothing is done with it."""

    name = forms.CharField(label=_("Ihr Name"), max_length=120, help_text=_("Vorname und Nachname."))
    email = forms.EmailField(label=_("E-Mail-Adresse"))
    many = forms.IntegerField(label=_("Für wie viele Personen?"), required=False, min_value=1)
    day = forms.DateField(label=_("Bis wann?"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    words = forms.CharField(label=_("Ihre Nachricht"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    level = forms.ChoiceField(label=_("Niveau"), required=False, choices=[("1", _("Einstieg")), ("2", _("für alle"))])
    kind = forms.ChoiceField(
        label=_("Wer bucht?"),
        choices=[("private", _("Ich buche für mich, privat")), ("company", _("Ein Betrieb bucht für seine Leute"))],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label=_("Themen"),
        choices=[(str(n), f"{_('Thema')} {n}") for n in range(1, 13)],
        widget=forms.CheckboxSelectMultiple,
    )
    terms = forms.BooleanField(label=_("Ich habe die Teilnahmebedingungen gelesen und bin einverstanden."))
