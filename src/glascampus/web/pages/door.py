"""Signing in and out, and the first office person."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib.auth import logout
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, take
from glascampus.commons.roles import reads as roles
from glascampus.commons.roles.actions import LinkOver, make_first_office, send_link, spend_link
from glascampus.commons.roles.models import User
from glascampus.web.forms import FirstOffice, SignIn, WithPassword
from glascampus.web.menus import OWN_PAGES, url_of
from glascampus.web.peers import is_loopback
from glascampus.web.signing_in import enter


def _wanted(request: CampusRequest) -> str:
    """The page somebody was on the way to: only ever one of this campus."""
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and safe else ""


def next_page(request: CampusRequest, user: User) -> str:
    """Where to go after signing in: where one wanted to, else to the first page of one's own."""
    kinds = roles.kinds_of(user)
    own = [url for kind, (name, _label) in OWN_PAGES.items() if kind in kinds and (url := url_of(name))]
    return _wanted(request) or next(iter(own), url_of("web:mine") or reverse("web:home"))


def _with_next(request: CampusRequest, name: str) -> str:
    wanted = _wanted(request)
    return f"{reverse(name)}?{urlencode({'next': wanted})}" if wanted else reverse(name)


@never_cache
def sign_in(request: CampusRequest) -> HttpResponse:
    """One field: the mailbox gets a link, if it may sign in here; the answer is the same for all. In the demo a button per role."""
    form = SignIn(request.POST or None)
    if form.is_bound and not ratelimit.consume(request, action="request_link"):
        form.add_error(None, _("Zu viele Versuche. Bitte warten Sie eine Minute."))

    def send(email: str) -> None:
        language = get_language() or "de"
        send_link(campus=request.campus, email=email, language=language, now=now(), then=_wanted(request))

    return take(
        request, form=form, do=send, done=lambda _done: reverse("web:sign_in_sent"), template="web/sign_in.html",
        title=_("Anmelden"), submit=_("Link senden"), with_password=_with_next(request, "web:sign_in_password"),
        intro=_("Wir mailen Ihnen einen Link. Er gilt 15 Minuten und meldet Sie ohne Passwort an."),
        demo_roles=roles.demo_users(request.campus) if demo_here(request) else [],
    )  # fmt: skip


def sign_in_sent(request: CampusRequest) -> HttpResponse:
    """The same for every mailbox."""
    return render(request, "web/sign_in_sent.html", {"demo_post": demo_here(request)})


@never_cache
def sign_in_password(request: CampusRequest) -> HttpResponse:
    """E-mail and password, for the office; a second factor is asked for afterwards."""

    def known(email: str, password: str) -> Any:
        return get_adapter(request).authenticate(request, username=email, password=password)

    def go_in(email: str, password: str, user: User) -> HttpResponse:
        return enter(request, user, method="password", then=next_page(request, user))

    return take(
        request, form=WithPassword(request.POST or None, authenticate=known), do=go_in, done=_location,
        template="web/sign_in_password.html", title=_("Mit Passwort anmelden"), submit=_("Anmelden"),
        back=(_with_next(request, "web:sign_in"), _("Lieber einen Link mailen lassen")),
        forgotten=f"{reverse('web:sign_in')}?{urlencode({'next': reverse('web:password')})}",
    )  # fmt: skip


def _location(response: HttpResponse) -> str:
    return response["Location"]


@never_cache
def sign_in_link(request: CampusRequest, token: str) -> HttpResponse:
    """The page behind a mailed link: one button. Looking at it spends nothing."""
    try:
        if request.method == "POST":
            user = spend_link(campus=request.campus, token=token, now=now())
            return enter(request, user, method="link", then=next_page(request, user))
        link = roles.link_by_token(token, now())
    except LinkOver:
        link = None
    if link is None:
        return render(request, "web/link_over.html", status=410)
    return render(request, "desk/confirm_page.html", {
        "form": Form(), "title": _("Jetzt anmelden?"), "submit": _("Anmelden"),
        "intro": _("Mit diesem Knopf melden Sie sich auf diesem Gerät an. Danach gilt der Link nicht mehr."),
    })  # fmt: skip


def demo_here(request: CampusRequest) -> bool:
    """Whether this is the demo, and asked from the machine it runs on."""
    return bool(request.campus.is_demo and is_loopback(request))


@require_POST
def demo_sign_in(request: CampusRequest, kind: str) -> HttpResponse:
    """One button, one role; exists only in the demo and only for this machine."""
    user = roles.demo_user(request.campus, kind) if demo_here(request) else None
    if user is None:
        raise Http404
    return enter(request, user, method="demo", then=next_page(request, user))


@require_POST
def sign_out(request: CampusRequest) -> HttpResponse:
    """Leave."""
    logout(request)
    return redirect("web:home")


@never_cache
def set_up(request: CampusRequest, token: str) -> HttpResponse:
    """The first person of the office, by the link that the start command printed; it works once."""
    if not roles.may_be_set_up(request.campus, token):
        raise Http404
    form = FirstOffice(request.POST or None)

    def begin(name: str, email: str, password: str) -> HttpResponse:
        user = make_first_office(campus=request.campus, name=name, email=email, password=password, now=now())
        return enter(request, user, method="password", then=reverse("web:board"))

    return take(
        request, form=form, do=begin, done=_location, title=_("Willkommen in Ihrem Campus"),
        intro=_("Sie sind die erste Person im Büro. Danach führt die Startseite Sie Schritt für Schritt weiter."),
        submit=_("Büro eröffnen"),
    )  # fmt: skip
