"""A mail's words: one field for each part the office may word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from glascampus.commons.desk.forms import DeskForm, prepare
from glascampus.commons.outbox.rules import BadMailText, Part, fill
from glascampus.commons.outbox.words import PARTS
from glascampus.commons.roll.reads import say

LONGEST_SUBJECT, LONGEST_PART = 150, 2000


class MailTextForm(DeskForm):
    """The office's words as typed, else the shipped ones; an empty field has the shipped words again."""

    def __init__(self, *args: Any, parts: Sequence[Part], own: Mapping[str, str], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts_of_mail = parts
        for part in parts:
            field = self._field(part, own.get(part.name, part.shipped))
            field.widget.attrs["lang"] = lang
            prepare(part.name, field)
            self.fields[part.name] = field

    @staticmethod
    def _field(part: Part, text: str) -> forms.CharField:
        known = ", ".join(f"{{{{ {name} }}}}" for name in part.placeholders)
        more: dict[str, Any] = {
            "label": PARTS.get(part.name, part.name), "initial": text, "required": False,
            "help_text": _("Möglich: %(known)s") % {"known": known} if known else "",
        }  # fmt: skip
        if part.name == "subject":
            return forms.CharField(max_length=LONGEST_SUBJECT, **more)
        return forms.CharField(max_length=LONGEST_PART, widget=forms.Textarea(attrs={"rows": 4}), **more)

    def clean(self) -> dict[str, str]:
        """Each unknown placeholder is a sentence at its field."""
        values = super().clean() or {}
        for part in self.parts_of_mail:
            try:
                fill(values.get(part.name, ""), dict.fromkeys(part.placeholders, ""))
            except BadMailText as refusal:
                self.add_error(part.name, say(refusal.reason))
        return values
