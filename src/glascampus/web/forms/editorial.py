"""Words of pages and news, in both languages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from glascampus.basics.clock import today
from glascampus.commons.desk.forms import DeskForm
from glascampus.commons.editorial.models import Page

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
        groups = ((gettext("Deutsch"), GERMAN), (gettext("Englisch"), ENGLISH), (gettext("Für beide Sprachen"), others))
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
