"""Pictures: what they show, whose they are, and who agreed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from glascampus.basics.clock import today
from glascampus.basics.reason import Reason
from glascampus.commons.desk.forms import DeskForm
from glascampus.commons.roll.reads import say
from glascampus.engines.photos import MOST_BYTES


class PictureForm(DeskForm):
    """What is on a picture, whose it is, and who agreed. What is missing keeps it out of sight."""

    alt_de = forms.CharField(
        label=_("Was ist zu sehen?"), max_length=300, required=False,
        help_text=_("Ein Satz für alle, die das Bild nicht sehen: „Zwei Menschen prüfen eine Glasscheibe gegen das Licht.“"),
    )  # fmt: skip
    alt_en = forms.CharField(label=_("Dasselbe auf Englisch"), max_length=300, required=False)
    author = forms.CharField(
        label=_("Von wem ist das Bild?"), max_length=160, required=False, help_text=_("So steht es unter dem Bild.")
    )
    licence = forms.CharField(
        label=_("Warum dürfen wir es zeigen?"), max_length=160, required=False,
        help_text=_("Zum Beispiel: eigenes Bild, Nutzung schriftlich erlaubt, CC BY 4.0."),
    )  # fmt: skip
    shows_people = forms.BooleanField(label=_("Auf dem Bild sind Menschen zu erkennen"), required=False)
    consent_by = forms.CharField(
        label=_("Wer hat eingewilligt?"), max_length=300, required=False,
        help_text=_("Alle, die zu erkennen sind. Bei Kindern auch die Eltern. Nur das Büro sieht es."),
    )  # fmt: skip
    consent_on = forms.DateField(label=_("Wann?"), required=False)
    consent_email = forms.EmailField(
        label=_("E-Mail-Adresse dazu"), max_length=254, required=False,
        help_text=_("Damit wir das Bild finden, wenn jemand um Löschung bittet."),
    )  # fmt: skip

    def clean_consent_on(self) -> Any:
        """Nobody has agreed tomorrow."""
        day = self.cleaned_data["consent_on"]
        if day and day > today():
            raise forms.ValidationError(_("Dieser Tag liegt in der Zukunft."))
        return day


class NewPictureForm(PictureForm):
    """The same with the photo."""

    photo = forms.FileField(
        label=_("Foto"), help_text=_("JPG oder PNG, höchstens 10 MB. Gespeichert wird nur das Bild, ohne Ort und Kamera."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"}),
    )  # fmt: skip
    field_order = ("photo",)

    def __init__(self, *args: Any, too_big: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_big = too_big

    def clean(self) -> dict[str, Any]:
        """The bytes; a file that was too big never arrived, so that is said instead of "missing"."""
        values = super().clean() or {}
        if self.too_big:
            self.errors.pop("photo", None)
            self.add_error("photo", say(Reason("photo_too_big", most=MOST_BYTES // 1_000_000)))
        elif sent := values.get("photo"):
            values["photo"] = sent.read()
        return values
