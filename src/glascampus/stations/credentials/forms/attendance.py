"""Who was there: one tap for each, and the button that closes the run."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from glascampus.commons.desk.forms import DeskForm
from glascampus.stations.credentials.reads import Sheet


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


class CloseForm(DeskForm):
    """Nothing to type: the button closes the run."""
