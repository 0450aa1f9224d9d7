"""Checking a paper by its number."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from glascampus.commons.desk.forms import DeskForm
from glascampus.stations.credentials.models import Credential
from glascampus.stations.credentials.reads import by_uuid


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
