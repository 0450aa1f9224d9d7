"""A paper, or those of a whole run, put right or taken back, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from glascampus.basics import days
from glascampus.commons.desk.forms import DeskForm
from glascampus.stations.courses.models import Session
from glascampus.stations.credentials.reads import Sheet, SheetRow
from glascampus.stations.credentials.rules import REPLACING, REVOKING, Why
from glascampus.stations.credentials.words import WHYS


def _why_field(choices: Sequence[Why], label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        coerce=Why,
        choices=[("", _("Bitte wählen")), *((why.value, WHYS[why]) for why in choices)],
        help_text=_("Den Grund sieht nur das Büro. Auf der Prüfseite steht nur ein neutrales Wort."),
    )


class CorrectForm(DeskForm):
    """What must be right on the new paper, and why the old one is not."""

    why = _why_field(REPLACING, _("Grund"))
    given_name = forms.CharField(label=_("Vorname"), max_length=80)
    family_name = forms.CharField(label=_("Nachname"), max_length=80, required=False)
    present = forms.TypedMultipleChoiceField(
        label=_("Da war die Person bei"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    passed = forms.TypedChoiceField(
        label=_("Prüfung"), required=False, empty_value=None, coerce=lambda said: said == "ja",
        choices=[("", _("kein Ergebnis")), ("ja", _("bestanden")), ("nein", _("nicht bestanden"))],
    )  # fmt: skip

    def __init__(self, *args: Any, row: SheetRow, **kwargs: Any) -> None:
        passed = {True: "ja", False: "nein"}.get(row.evidence.passed, "")  # type: ignore[arg-type]  # None: no result
        kwargs["initial"] = {
            "given_name": row.seat.person.given_name, "family_name": row.seat.person.family_name, "passed": passed,
            "present": [mark.session.pk for mark in row.marks if mark.present],
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = [(mark.session.pk, _when(mark.session)) for mark in row.marks]  # type: ignore[attr-defined]
        if not row.evidence.assessed:
            del self.fields["passed"]


def _when(session: Session) -> str:
    """Day and time of a session in the reader's language."""
    at = localtime(session.starts_at)
    return f"{days.short(at)}, {at:%H:%M}"


class CorrectRunForm(DeskForm):
    """The attendance of a whole run: each tick is a person in a session; ``present`` holds "seat-session"."""

    why = _why_field([Why.ATTENDANCE_WRONG, Why.NAME_MISSPELT, Why.NAME_CHANGED, Why.RESULT_WRONG], _("Grund"))
    present = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        ticks = [f"{row.seat.pk}-{mark.session.pk}" for row in sheet.rows for mark in row.marks if mark.present]
        super().__init__(*args, initial={"present": ticks, "why": Why.ATTENDANCE_WRONG}, **kwargs)
        self.sheet = sheet
        cells = [f"{row.seat.pk}-{mark.session.pk}" for row in sheet.rows for mark in row.marks]
        self.fields["present"].choices = [(cell, cell) for cell in cells]  # type: ignore[attr-defined]

    def instead(self) -> dict[tuple[int, int], bool]:
        """What is other than noted, by seat and session; nobody having said anything stays so unless it was ticked."""
        ticked = set(self.cleaned_data["present"])
        said = {(row.seat.pk, mark.session.pk): mark.present for row in self.sheet.rows for mark in row.marks}
        return {
            (seat, session): there
            for (seat, session), known in said.items()
            if (there := f"{seat}-{session}" in ticked) != bool(known)
        }


class RevokeForm(DeskForm):
    """Why a paper is taken back."""

    why = _why_field(REVOKING, _("Grund"))
