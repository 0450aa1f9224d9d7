"""One's own access: the second factor at the door, its codes on paper, the password."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.stages import LoginStageController
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit, post_authentication
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret, validate_totp_code
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, own_page, take
from glascampus.commons.monday.access import may_have_letter
from glascampus.commons.monday.reads import subscription_of
from glascampus.commons.roles.access import may_have_password
from glascampus.commons.roles.actions import renew_codes, set_password, set_second_factor
from glascampus.commons.roles.models import User
from glascampus.commons.roles.reads import codes_left, roles_of, second_factor_of
from glascampus.commons.roles.rules import LINK_LASTS
from glascampus.web.forms import Code, NewPassword
from glascampus.web.signing_in import SecondFactor

CODE_LASTS_S = 120  # with one step of tolerance a code is good for 90 seconds


def anybody(user: Any) -> bool:
    """Everybody who has signed in has an access of their own."""
    return True


def _pending(request: CampusRequest) -> SecondFactor | None:
    """The sign-in that waits for its second factor; none any more once the access has ended."""
    stage: SecondFactor | None = LoginStageController.enter(request, SecondFactor.key)
    return stage if stage and stage.login.user and stage.login.user.is_active else None


@never_cache
def second_factor(request: CampusRequest) -> HttpResponse:
    """At the door: the code from the app, or one from paper."""
    stage = _pending(request)
    if stage is None or second_factor_of(stage.login.user) is None:
        return redirect("web:sign_in_password")
    proof = Proof(stage.login.user)

    def go_on(code: str) -> HttpResponse:
        post_authentication(request, proof.form.authenticator)
        return stage.exit()  # type: ignore[no-any-return]  # allauth is untyped

    return take(
        request, form=Code(request.POST or None, check=proof.check), do=go_on, done=lambda response: response["Location"],
        title=_("Code eingeben"), submit=_("Weiter"), template="web/second_factor.html",
        back=(reverse("web:sign_in_password"), _("Abbrechen")),
    )  # fmt: skip


class Proof:
    """Checks a code as allauth does (limits, app, paper), and takes each only once."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.form: Any = None

    def check(self, code: str) -> None:
        """Raise ``ValidationError`` when it is wrong, used, or tried too often."""
        self.form = AuthenticateForm({"code": code}, user=self.user)
        if not self.form.is_valid():
            raise ValidationError(self.form.errors["code"])
        take_once(self.user, code)


def take_once(user: User, code: str) -> None:
    """Raise ``ValidationError`` when this code was taken within the time in which it counts."""
    digits = "".join(filter(str.isalnum, code))
    spent = hashlib.sha256(f"{user.pk}:{digits}".encode()).hexdigest()
    if not cache.add(f"code:{spent}", 1, CODE_LASTS_S):
        raise get_adapter().validation_error("incorrect_code")


@never_cache
def second_factor_new(request: CampusRequest) -> HttpResponse:
    """Set it up: at the door for the office, for everyone else as they like. One that exists is never replaced here."""
    stage = _pending(request)
    user: Any = stage.login.user if stage else request.user
    if not user.is_authenticated:
        return redirect("web:sign_in_password")
    if second_factor_of(user):
        return redirect("web:second_factor" if stage else "web:account")
    if not (stage or request.campus.is_demo or _signed_in_lately(request)):
        messages.error(request, _("Melden Sie sich dafür bitte ab und wieder an. Ihre Anmeldung ist zu lange her."))
        return redirect("web:account")
    secret = get_totp_secret()

    def check(code: str) -> None:
        passed = check_rate_limit(user)
        if not validate_totp_code(secret, code):
            raise get_adapter().validation_error("incorrect_code")
        take_once(user, code)
        passed()

    form = Code(request.POST or None, check=check)
    form.fields["code"].help_text = _("Sechs Ziffern aus Ihrer App.")  # there are no spare codes yet
    if request.method == "POST" and form.is_valid():
        codes = set_second_factor(campus=request.campus, user=user, secret=secret, now=now())
        clear_totp_secret(request)
        then = stage.exit()["Location"] if stage else reverse("web:account")
        return render(request, "web/spare_codes.html", {"codes": codes, "then": then})
    return render(request, "web/second_factor_new.html", {
        "form": form, "title": _("Zweiten Faktor einrichten"), "submit": _("Einrichten"), "must": bool(stage),
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)), "qr": _picture(user, secret),
        "back": reverse("web:sign_in" if stage else "web:account"), "back_text": _("Abbrechen"),
    }, status=422 if form.errors else 200)  # fmt: skip


def _picture(user: User, secret: str) -> SafeString:
    """The secret as a QR code: an SVG of our own making, no text of anybody's in it."""
    import segno  # asked for once per person

    code = segno.make(get_adapter().build_totp_url(user, secret), error="m")
    return mark_safe(code.svg_inline(scale=5, light="white", svgclass="qr"))  # nosec


@own_page(anybody)
def account(request: CampusRequest) -> HttpResponse:
    """How one signs in here, and what can be changed."""
    user: Any = request.user
    roles = roles_of([user.pk]).get(user.pk, [])
    return render(request, "web/account.html", {
        "own_roles": [role.get_kind_display() for role in roles], "protected": second_factor_of(user),
        "codes_left": codes_left(user), "has_password": user.has_usable_password(),
        "may_have_password": may_have_password(user), "may_have_letter": may_have_letter(user),
        "has_letter": subscription_of(user),
    })  # fmt: skip


@own_page(anybody)
def spare_codes(request: CampusRequest) -> HttpResponse:
    """New codes on paper, against a code from the app."""
    user: Any = request.user
    if second_factor_of(user) is None:
        return redirect("web:second_factor_new")
    form = Code(request.POST or None, check=Proof(user).check)
    if request.method == "POST" and form.is_valid():
        codes = renew_codes(campus=request.campus, user=user, now=now())
        return render(request, "web/spare_codes.html", {"codes": codes, "then": reverse("web:account")})
    return render(request, "desk/form_page.html", {
        "form": form, "title": _("Neue Ersatzcodes"), "submit": _("Neue Codes zeigen"),
        "intro": _("Die bisherigen Ersatzcodes gelten danach nicht mehr."),
        "back": reverse("web:account"), "back_text": _("Zurück"),
    }, status=422 if form.errors else 200)  # fmt: skip


@own_page(may_have_password)
def password(request: CampusRequest) -> HttpResponse:
    """A new password. Whoever came by a mailed link a moment ago has proven enough; all others say the one before."""
    user: Any = request.user
    proven = _came_by_link(request) or not user.has_usable_password()
    form = NewPassword(request.POST or None, user=user, proven=proven)

    def keep(password: str, current: str = "") -> None:
        set_password(campus=request.campus, user=user, password=password, now=now())
        update_session_auth_hash(request, user)

    return take(
        request, form=form, do=keep, done=lambda _done: reverse("web:account"), title=_("Passwort setzen"),
        submit=_("Speichern"), said=_("Das neue Passwort gilt. Auf allen anderen Geräten sind Sie abgemeldet."),
        back=(reverse("web:account"), _("Zurück, ohne zu speichern")),
    )  # fmt: skip


def _came_by_link(request: CampusRequest) -> bool:
    return "link" in _ways_in_lately(request)


def _signed_in_lately(request: CampusRequest) -> bool:
    """A session left open, or stolen, sets up nothing that locks its owner out."""
    return bool(_ways_in_lately(request))


def _ways_in_lately(request: CampusRequest) -> set[str]:
    lately = time.time() - LINK_LASTS.total_seconds()
    records = get_authentication_records(request, request.user)
    return {record["method"] for record in records if record["at"] > lately}
