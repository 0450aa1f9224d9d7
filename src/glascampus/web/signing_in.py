"""How signing in is tied to allauth: its stages, its limits and its second factor, our pages, our words, our key."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.stages import LoginStage
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth import login
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from glascampus.commons.outbox.rules import line_of
from glascampus.commons.roles.reads import kinds_everywhere, lacks_second_factor, second_factor_of
from glascampus.commons.roles.rules import session_lasts
from glascampus.web.peers import stranger_at

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from glascampus.commons.roles.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"
PURPOSE, PLACE = "second-factor", b"mfa_authenticator.data"


def enter(request: HttpRequest, user: User, *, method: str, then: str) -> HttpResponse:
    """Begin a session for ``user``, or first ask for the second factor; either way answers with where to go on."""
    record_authentication(request, user, method)
    answer: HttpResponse = perform_login(request, Login(user=user, redirect_url=then))
    return answer


class SecondFactor(LoginStage):  # type: ignore[misc]  # allauth is untyped
    """Between the first proof (password or mailed link) and the session: the code, or for the office its setting up."""

    key = "second_factor"
    urlname = "web:second_factor"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Go on, or ask; the stage comes back until its page says that it is done."""
        user: Any = self.login.user
        if second_factor_of(user):
            return redirect("web:second_factor"), True
        if lacks_second_factor(user):
            return redirect("web:second_factor_new"), True
        return None, True


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """allauth without mail, messages and pages of its own."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _("Zu viele Versuche. Bitte warten Sie fünf Minuten."),
    }

    def get_login_stages(self) -> list[str]:
        """Only ours."""
        return [f"{SecondFactor.__module__}.{SecondFactor.__name__}"]

    def login(self, request: HttpRequest, user: Any) -> None:
        """A new session key, and an end that fits the role."""
        login(request, user, backend=BACKEND)
        request.session.set_expiry(timezone.now() + session_lasts(kinds_everywhere(user)))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Who asks, as trusted proxies name them: behind one proxy, strangers do not share a limit; an IPv6 household does."""
        return line_of(stranger_at(request) or "127.0.0.1").partition("/")[0]

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Whose access has ended begins at the door again."""
        return redirect("web:sign_in")

    def add_message(self, *_args: Any, **_more: Any) -> None:
        """Our pages speak for themselves."""

    def send_mail(self, *_args: Any, **_more: Any) -> None:
        """Mail leaves by the outbox only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: one is invited, or has booked."""
        return False


class Factors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """Secrets of the second factor are sealed before they are stored."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Dieser Code stimmt nicht. Er gilt nur eine halbe Minute; nehmen Sie den neuesten."),
    }

    def get_totp_issuer(self) -> str:
        """What the app on the phone shows beside the code."""
        return str(context.request.campus.name)

    def encrypt(self, text: str) -> str:
        """Sealed with a key made from the signing key."""
        from glascampus.basics.sealed import key_for, seal  # heavy, and asked for at few sign-ins only

        key = key_for(PURPOSE, settings.SECRET_KEY)
        return base64.b64encode(seal(key, text.encode(), PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Opened with the signing key or one of those before it."""
        from glascampus.basics.sealed import key_for, open_sealed  # see above

        keys = [key_for(PURPOSE, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
        return open_sealed(keys, base64.b64decode(encrypted_text), PLACE).decode()
