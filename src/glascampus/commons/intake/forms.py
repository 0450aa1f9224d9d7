"""A list as a file, or pasted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from glascampus.basics.reason import Reason
from glascampus.commons.desk.forms import DeskForm
from glascampus.commons.intake.rules import MOST_ROWS
from glascampus.commons.roll.reads import say
from glascampus.commons.roll.rules import IntakeKind
from glascampus.engines import sheets


class ListForm(DeskForm):
    """Which list, and where it is. A list that belongs to something is of one kind, and asks what else it must know."""

    kind = forms.ChoiceField(label=_("Was steht in der Liste?"), widget=forms.RadioSelect)
    file = forms.FileField(label=_("Datei"), required=False, help_text=_("Excel (.xlsx) oder CSV."))
    text = forms.CharField(
        label=_("Oder aus der Tabelle hierher kopieren"), required=False, max_length=600_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 5}), help_text=_("In Excel markieren, kopieren, hier einfügen. Die erste Zeile darf Überschriften haben."),
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: Sequence[IntakeKind], only: IntakeKind | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [only] if only else kinds
        self.fields["kind"].choices = [(kind.key, kind.label) for kind in offered]  # type: ignore[attr-defined]  # a choice has choices
        if only:
            self.fields["kind"].widget = forms.HiddenInput()
            self.initial["kind"] = only.key
        self.more = list(only.form.base_fields) if only and only.form else []
        if only and only.form:
            asked = only.form()
            self.fields = {**{name: asked.fields[name] for name in self.more}, **self.fields}

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed beside the list."""
        return {name: self.cleaned_data[name] for name in self.more}

    @property
    def kept(self) -> list[Any]:
        """The same as hidden fields, for the preview."""
        return [self[name] for name in self.more]

    def clean(self) -> dict[str, Any]:
        """Read whichever of the two was given; a file goes first."""
        values = super().clean() or {}
        file = values.get("file")
        if self.errors:
            return values
        if not file and not values.get("text", "").strip():
            self.add_error("file", _("Bitte wählen Sie eine Datei, oder fügen Sie Zeilen ein."))
            return values
        try:
            content = file.read(sheets.MOST_BYTES + 1) if file else values["text"].encode()
            values["rows"] = sheets.read(content, most_rows=MOST_ROWS)
        except sheets.Unreadable as fault:
            self.add_error("file" if file else "text", say(Reason(fault.code, **fault.numbers)))
        return values
