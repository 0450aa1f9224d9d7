"""What is tapped and typed at this station."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from glascampus.basics import days
from glascampus.basics.reason import Reason
from glascampus.commons.desk.forms import DeskForm
from glascampus.commons.roll.reads import say
from glascampus.engines.documents import MOST_BYTES
from glascampus.stations.courses.models import Run, Session
from glascampus.stations.credentials.models import Credential
from glascampus.stations.credentials.reads import Sheet, SheetRow, by_uuid
from glascampus.stations.credentials.rules import REPLACING, REVOKING, Why
from glascampus.stations.credentials.words import WHYS


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
        typed = (
            self.cleaned_data["nummer"]
            .strip()
            .rstrip("/")
            .removesuffix(".pdf")
            .removesuffix(".json")
            .rpartition("/")[2]
        )
        try:
            paper = by_uuid(UUID(typed.replace(" ", "")))
        except ValueError:
            paper = None
        if paper is None:
            raise ValidationError(gettext("Unter dieser Nummer kennen wir keinen Nachweis."))
        return paper


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


class PackForm(DeskForm):
    """What the leaflet says beside the course's own words."""

    bring = forms.CharField(
        label=_("Was sollen die Leute mitbringen?"), max_length=600, required=False, widget=forms.Textarea,
        help_text=_("Steht auf dem Handzettel, in der Sprache des Durchgangs. Eine Sache je Zeile."),
    )  # fmt: skip
    way = forms.CharField(
        label=_("Wie kommen sie hin?"), max_length=600, required=False, widget=forms.Textarea,
        help_text=_("Ort und Anschrift stehen schon da. Hier zum Beispiel Bus, Parkplatz, Eingang."),
    )  # fmt: skip


class SeveralFiles(forms.ClearableFileInput):
    """A field for one or several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files, as their bytes; what they are is asked of the bytes, not of their names."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[bytes]:
        """All files in the order they were chosen."""
        files = data if isinstance(data, list | tuple) else [data]
        if not any(files):
            raise ValidationError(gettext("Bitte wählen Sie ein Foto oder einen Scan."))
        return [file.read() for file in files if file]


class ScanForm(DeskForm):
    """A signed list; the run is chosen only where its QR code cannot be read."""

    pictures = FilesField(
        label=_("Foto oder Scan der Liste"),
        help_text=_("JPG, PNG oder PDF, zusammen höchstens 10 MB. Mehrere Seiten auf einmal sind möglich."),
        widget=SeveralFiles(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )
    run = forms.ChoiceField(
        label=_("Durchgang"), required=False,
        help_text=_("Nur nötig, wenn der QR-Code auf der Liste nicht zu lesen ist."),
    )  # fmt: skip

    def __init__(self, *args: Any, runs: Sequence[Run], too_big: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.runs, self.too_big = {run.code: run for run in runs}, too_big
        choices = [(run.code, f"{run.course.title}, {run.code}") for run in runs]
        self.fields["run"].choices = [("", _("am QR-Code erkennen")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The chosen run as a row; a file that was too big never arrived, so that is said instead of "missing"."""
        cleaned = super().clean() or {}
        if self.too_big:
            self.errors.pop("pictures", None)
            self.add_error("pictures", say(Reason("scan_too_big", most=MOST_BYTES // 1_000_000)))
        cleaned["run"] = self.runs.get(cleaned.get("run", ""))
        return cleaned


def _when(session: Session) -> str:
    """Day and time of a session in the reader's language."""
    at = localtime(session.starts_at)
    return f"{days.short(at)}, {at:%H:%M}"


class CloseForm(DeskForm):
    """Nothing to type: the button closes the run."""
