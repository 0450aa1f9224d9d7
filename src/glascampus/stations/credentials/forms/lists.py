"""The printed papers of a run, and the signed list that comes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from glascampus.basics.reason import Reason
from glascampus.commons.desk.forms import DeskForm
from glascampus.commons.roll.reads import say
from glascampus.engines.documents import MOST_BYTES
from glascampus.stations.courses.models import Run


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
