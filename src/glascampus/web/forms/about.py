"""What the office says about the campus: itself, its facts, partners, places and people."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from glascampus.commons.campuses.models import Campus, Fact
from glascampus.commons.desk.forms import DeskModelForm
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.people.models import Person
from glascampus.commons.sites.models import Room, Site


class CampusForm(DeskModelForm):
    """Who we are."""

    class Meta:
        model = Campus
        fields = (
            "name_de", "name_en", "claim_de", "claim_en", "about_de", "about_en", "town", "email",
        )  # fmt: skip
        labels = {
            "name_de": _("Name (Deutsch)"), "name_en": _("Name (Englisch)"),
            "claim_de": _("Leitsatz (Deutsch)"), "claim_en": _("Leitsatz (Englisch)"),
            "about_de": _("Wer wir sind (Deutsch)"), "about_en": _("Wer wir sind (Englisch)"),
            "town": _("Ort"), "email": _("E-Mail-Adresse des Büros"),
        }  # fmt: skip


class FactForm(DeskModelForm):
    """A public fact with its source."""

    amount_euros = forms.DecimalField(
        label=_("Betrag in Euro"), required=False, min_value=0, max_digits=12, localize=True, decimal_places=2,
        help_text=_("Nur bei einer Förderung."),
    )  # fmt: skip

    class Meta:
        model = Fact
        fields = ("kind", "dated", "text_de", "text_en", "source_url")
        labels = {
            "kind": _("Art"), "dated": _("Datum"), "text_de": _("Ein Satz (Deutsch)"), "text_en": _("Ein Satz (Englisch)"),
            "source_url": _("Quelle"),
        }  # fmt: skip
        help_texts = {
            "dated": _("Wie es in der Quelle steht, zum Beispiel 2019-08."),
            "source_url": _("Adresse der Seite, auf der es steht."),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.amount_cents is not None:
            self.initial["amount_euros"] = Decimal(self.instance.amount_cents) / 100

    def clean(self) -> dict[str, Any]:
        """Money is stored in cents."""
        values = super().clean() or {}
        amount = values.pop("amount_euros", None)
        values["amount_cents"] = None if amount is None else int(amount * 100)
        return values


class OrganisationForm(DeskModelForm):
    """A partner or a customer."""

    class Meta:
        model = Organisation
        fields = ("name", "slug", "kind", "role_de", "role_en", "town", "url", "source_url", "is_public")
        labels = {
            "name": _("Name"), "slug": _("Kurzname für Adressen"), "kind": _("Art"), "role_de": _("Aufgabe (Deutsch)"),
            "role_en": _("Aufgabe (Englisch)"), "town": _("Ort"), "url": _("Website"), "source_url": _("Quelle"),
            "is_public": _("Auf der Seite „Partner“ zeigen"),
        }  # fmt: skip
        help_texts = {"slug": _("Nur Kleinbuchstaben, Ziffern und Bindestriche.")}


class SiteForm(DeskModelForm):
    """A place."""

    class Meta:
        model = Site
        fields = ("name_de", "name_en", "slug", "street", "postcode", "town", "step_free")
        labels = {
            "name_de": _("Name (Deutsch)"), "name_en": _("Name (Englisch)"), "slug": _("Kurzname für Adressen"),
            "street": _("Straße und Hausnummer"), "postcode": _("Postleitzahl"), "town": _("Ort"),
            "step_free": _("Stufenlos erreichbar"),
        }  # fmt: skip
        help_texts = {"slug": _("Nur Kleinbuchstaben, Ziffern und Bindestriche.")}


class RoomForm(DeskModelForm):
    """A room of a site."""

    class Meta:
        model = Room
        fields = ("site", "name_de", "name_en", "slug", "seats")
        labels = {
            "site": _("Standort"), "name_de": _("Name (Deutsch)"), "name_en": _("Name (Englisch)"),
            "slug": _("Kurzname für Adressen"), "seats": _("Plätze"),
        }  # fmt: skip
        help_texts = {"slug": _("Nur Kleinbuchstaben, Ziffern und Bindestriche.")}


class PersonForm(DeskModelForm):
    """Somebody who teaches or learns."""

    class Meta:
        model = Person
        fields = ("given_name", "family_name", "email", "organisation_name", "teaches", "note_de", "note_en")
        labels = {
            "given_name": _("Vorname"), "family_name": _("Nachname"), "email": _("E-Mail-Adresse"),
            "organisation_name": _("Betrieb"), "teaches": _("Unterrichtet am Campus"),
            "note_de": _("Ein Satz zur Person (Deutsch)"), "note_en": _("Ein Satz zur Person (Englisch)"),
        }  # fmt: skip
