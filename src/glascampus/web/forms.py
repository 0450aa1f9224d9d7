"""Forms of the house itself: signing in, access, campus, organisations, sites, people."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from glascampus.commons.campuses.models import Campus, Fact
from glascampus.commons.desk.forms import DeskForm, DeskModelForm
from glascampus.commons.machines.words import SCOPES as TOKEN_SCOPES
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.people.models import Person
from glascampus.commons.roles.models import Role, User
from glascampus.commons.sites.models import Room, Site


class SignIn(DeskForm):
    """The mailbox that gets a link."""

    email = forms.EmailField(label=_("E-Mail-Adresse"), max_length=254)


class WithPassword(DeskForm):
    """E-mail address and password; who guesses too often waits."""

    email = forms.EmailField(label=_("E-Mail-Adresse"), max_length=254)
    password = forms.CharField(
        label=_("Passwort"), strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, authenticate: Callable[[str, str], Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authenticate = authenticate

    def clean(self) -> dict[str, Any]:
        """One answer for a wrong address and a wrong password."""
        values = super().clean() or {}
        if not self.errors:
            values["user"] = self.authenticate(values["email"], values["password"])
            if values["user"] is None:
                raise forms.ValidationError(_("Adresse oder Passwort stimmt nicht. Bitte prüfen Sie beides."))
        return values


class Code(DeskForm):
    """Six digits from the app, or one of the codes on paper; ``check`` raises when they are wrong."""

    code = forms.CharField(
        label=_("Code"), max_length=20, help_text=_("Sechs Ziffern aus Ihrer App. Kein Telefon zur Hand? Dann einer Ihrer Ersatzcodes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, *args: Any, check: Callable[[str], None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.check = check

    def clean_code(self) -> str:
        """Right, or a sentence."""
        code = str(self.cleaned_data["code"])
        self.check(code)
        return code


class NewPassword(DeskForm):
    """A new password; the one before is asked for unless a mailed link was used just now."""

    current = forms.CharField(
        label=_("Bisheriges Passwort"), strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Neues Passwort"), strip=False, max_length=200, help_text=_("Mindestens 12 Zeichen. Ein Satz ist gut."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, proven: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if proven:
            del self.fields["current"]

    def clean_current(self) -> str:
        """As it is stored."""
        if not self.user.check_password(self.cleaned_data["current"]):
            raise forms.ValidationError(_("Das bisherige Passwort stimmt nicht."))
        return ""

    def clean_password(self) -> str:
        """Long enough and not one of the usual ones."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self.user)
        return password


class FirstOffice(DeskForm):
    """The first person of the office."""

    name = forms.CharField(label=_("Ihr Name"), max_length=120)
    email = forms.EmailField(label=_("E-Mail-Adresse"), help_text=_("Damit melden Sie sich künftig an."))
    password = forms.CharField(
        label=_("Passwort"), strip=False, max_length=200, help_text=_("Mindestens 12 Zeichen. Ein Satz ist gut."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean_password(self) -> str:
        """Long enough and not one of the usual ones."""
        password = str(self.cleaned_data["password"])
        validate_password(password)
        return password


class Invitation(DeskForm):
    """Who may sign in as what; a company's people need their company."""

    email = forms.EmailField(label=_("E-Mail-Adresse"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Rolle"), choices=Role.Kind.choices)
    organisation: Any = forms.ModelChoiceField(
        None, label=_("Betrieb"), required=False, help_text=_("Nur für die Rolle „Betrieb“. Einen neuen Betrieb legen Sie unter „Über uns“ an."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        firm: Any = self.fields["organisation"]
        firm.queryset = organisations

    def clean(self) -> dict[str, Any]:
        """A company's people and a company belong together."""
        values = super().clean() or {}
        if (
            values.get("kind") == Role.Kind.COMPANY
            and not values.get("organisation")
            and "organisation" not in self.errors
        ):
            self.add_error("organisation", _("Für welchen Betrieb?"))
        return values


class Colleague(DeskForm):
    """A colleague who may act for the company, too."""

    email = forms.EmailField(label=_("E-Mail-Adresse"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)


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
            "role_en": _("Aufgabe (Englisch)"), "town": _("Ort"), "url": _("Webseite"), "source_url": _("Quelle"),
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


class TokenForm(DeskForm):
    """A token for a program."""

    name = forms.CharField(
        label=_("Für welches Programm?"),
        max_length=80,
        help_text=_("Zum Beispiel „Personalsystem Beispielbetrieb Nord“."),
    )
    scope = forms.ChoiceField(label=_("Was darf es?"), choices=[*reversed(TOKEN_SCOPES.items())])


class StyleForm(DeskForm):
    """One field of each kind, for the page that shows every component; nothing is done with it."""

    name = forms.CharField(label=_("Ihr Name"), max_length=120, help_text=_("Vorname und Nachname."))
    email = forms.EmailField(label=_("E-Mail-Adresse"))
    many = forms.IntegerField(label=_("Für wie viele Personen?"), required=False, min_value=1)
    day = forms.DateField(label=_("Bis wann?"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    words = forms.CharField(label=_("Ihre Nachricht"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    level = forms.ChoiceField(label=_("Niveau"), required=False, choices=[("1", _("Einstieg")), ("2", _("für alle"))])
    kind = forms.ChoiceField(
        label=_("Wer bucht?"),
        choices=[("private", _("Ich buche für mich, privat")), ("company", _("Ein Betrieb bucht für seine Leute"))],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label=_("Themen"),
        choices=[(str(n), f"{_('Thema')} {n}") for n in range(1, 13)],
        widget=forms.CheckboxSelectMultiple,
    )
    terms = forms.BooleanField(label=_("Ich habe die Teilnahmebedingungen gelesen und bin einverstanden."))
