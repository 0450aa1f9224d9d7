"""Signing in, passwords, and the first person of the office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from glascampus.commons.desk.forms import DeskForm
from glascampus.commons.roles.models import User


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
