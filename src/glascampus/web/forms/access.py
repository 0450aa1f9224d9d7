"""Who gets access: people of the office and of companies, and programs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from glascampus.commons.desk.forms import DeskForm
from glascampus.commons.machines.words import SCOPES as TOKEN_SCOPES
from glascampus.commons.roles.models import Role


class Invitation(DeskForm):
    """Who may sign in as what; a company's people need their company."""

    email = forms.EmailField(label=_("E-Mail-Adresse"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Rolle"), choices=Role.Kind.choices)
    organisation: Any = forms.ModelChoiceField(
        None, label=_("Betrieb"), required=False, help_text=_("Nur für die Rolle „Betrieb“. Einen neuen Betrieb legen Sie unter „Über uns“ an."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        firm: Any = self.fields["organisation"]
        firm.queryset = organisations

    def clean(self) -> dict[str, Any]:
        """A company's people and a company belong together."""
        values = super().clean() or {}
        if (
            values.get("kind") == Role.Kind.COMPANY
            and not values.get("organisation")
            and "organisation" not in self.errors
        ):
            self.add_error("organisation", _("Für welchen Betrieb?"))
        return values


class Colleague(DeskForm):
    """A colleague who may act for the company, too."""

    email = forms.EmailField(label=_("E-Mail-Adresse"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)


class TokenForm(DeskForm):
    """A token for a program."""

    name = forms.CharField(
        label=_("Für welches Programm?"),
        max_length=80,
        help_text=_("Zum Beispiel „Personalsystem Beispielbetrieb Nord“."),
    )
    scope = forms.ChoiceField(label=_("Was darf es?"), choices=[*reversed(TOKEN_SCOPES.items())])
