"""What is tapped and typed at this station."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from glascampus.commons.desk.forms import DeskForm
from glascampus.stations.credentials.models import Credential
from glascampus.stations.credentials.reads import Sheet, by_uuid


class TapForm(DeskForm):
    """One tap: this person, in this session, there or missing; or: passed or not (then without a session)."""

    seat = forms.TypedChoiceField(label=_("Person"), coerce=int)
    session = forms.TypedChoiceField(label=_("Termin"), coerce=int, required=False, empty_value=None)
    says = forms.ChoiceField(label=_("Antwort"), choices=[("da", ""), ("fehlt", ""), ("bestanden", ""), ("nicht", "")])

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seat"].choices = [(row.seat.pk, row.name) for row in sheet.rows]  # type: ignore[attr-defined]
        self.fields["session"].choices = [(s.pk, str(s)) for s in sheet.sessions]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Attendance needs its session."""
        cleaned = super().clean() or {}
        if cleaned.get("says") in {"da", "fehlt"} and not cleaned.get("session") and "session" not in self.errors:
            self.add_error("session", gettext("Bitte wählen Sie den Termin."))
        return cleaned


class CodeForm(DeskForm):
    """The number printed on a paper, with or without dashes, or the whole address."""

    nummer = forms.CharField(
        label=_("Nummer des Nachweises"),
        max_length=200,
        help_text=_("Sie steht unten auf dem Papier. Sie können auch die ganze Adresse einfügen."),
    )

    def clean_nummer(self) -> Credential:
        """The paper under this number."""
        typed = self.cleaned_data["nummer"].strip().rstrip("/").removesuffix(".pdf").rpartition("/")[2]
        try:
            paper = by_uuid(UUID(typed.replace(" ", "")))
        except ValueError:
            paper = None
        if paper is None:
            raise ValidationError(gettext("Unter dieser Nummer kennen wir keinen Nachweis."))
        return paper


class NameForm(DeskForm):
    """The name as it must stand on the paper."""

    given_name = forms.CharField(label=_("Vorname"), max_length=80)
    family_name = forms.CharField(label=_("Nachname"), max_length=80, required=False)


class CloseForm(DeskForm):
    """Nothing to type: the button closes the run."""
