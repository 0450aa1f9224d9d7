"""Forms of the editorial desk: words of pages and news, and pictures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from glascampus.basics.clock import today
from glascampus.basics.reason import Reason
from glascampus.commons.desk.forms import DeskForm
from glascampus.commons.editorial.models import Page
from glascampus.commons.roll.reads import say
from glascampus.engines.photos import MOST_BYTES

LONGEST_LINK = 400
GERMAN, ENGLISH = ("title_de", "body_de"), ("title_en", "body_en")


class PageForm(DeskForm):
    """The words of a page, in both languages one after the other."""

    title_de = forms.CharField(label=_("Überschrift"), max_length=140)
    body_de = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea)
    title_en = forms.CharField(
        label=_("Überschrift auf Englisch"),
        max_length=140,
        required=False,
        help_text=_("Fehlt sie, sehen alle die deutsche."),
    )
    body_en = forms.CharField(
        label=_("Text auf Englisch"), max_length=20_000, required=False, widget=forms.Textarea,
        help_text=_("Fehlt er, sehen alle den deutschen."),
    )  # fmt: skip
    sources = forms.CharField(
        label=_("Quellen"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Wo es steht, eine Adresse je Zeile. Sie erscheinen unter dem Text."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("body_de", "body_en"):
            self.fields[name].widget.attrs["rows"] = 14  # whole paragraphs are written here

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """German, English, and what goes with both."""
        others = [name for name in self.fields if name not in (*GERMAN, *ENGLISH, "sources")] + ["sources"]
        groups = ((gettext("Deutsch"), GERMAN), (gettext("Englisch"), ENGLISH), (gettext("Dazu"), others))
        return [(heading, [self[name] for name in names]) for heading, names in groups]

    def clean_sources(self) -> str:
        """Addresses of the web, each on its line."""
        lines = [line.strip() for line in self.cleaned_data["sources"].splitlines() if line.strip()]
        for line in lines:
            if not line.startswith(("https://", "http://")) or " " in line or len(line) > LONGEST_LINK:
                raise forms.ValidationError(
                    _("„%(line)s“ ist keine Adresse, die mit https:// beginnt.") % {"line": line[:80]}
                )
        return "\n".join(lines)


class NewsForm(PageForm):
    """Words with a day."""

    dated_on = forms.DateField(label=_("Datum"), initial=today, help_text=_("Danach ist die Liste geordnet."))


class EventForm(NewsForm):
    """Words with a day, and when and where people meet."""

    starts_at = forms.DateTimeField(label=_("Beginn"), required=False)
    ends_at = forms.DateTimeField(label=_("Ende"), required=False)
    place = forms.CharField(label=_("Ort"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """What ends has begun before."""
        values = super().clean() or {}
        starts, ends = values.get("starts_at"), values.get("ends_at")
        if ends and (starts is None or ends <= starts):
            self.add_error("ends_at", _("Das Ende liegt vor dem Anfang."))
        return values


FORMS: dict[str, type[PageForm]] = {Page.Kind.PAGE: PageForm, Page.Kind.EVENT: EventForm}


def form_of(kind: str) -> type[PageForm]:
    """The form for a kind of page."""
    return FORMS.get(kind, NewsForm)


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
        label=_("Mit welchem Recht zeigen wir es?"), max_length=160, required=False,
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
        help_text=_("Damit wir das Bild finden, wenn jemand gelöscht werden möchte."),
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
