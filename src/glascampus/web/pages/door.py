"""Signing in and out, the first office person, and the demo's mailbox."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, take
from glascampus.commons.outbox import reads as outbox
from glascampus.commons.roles import reads as roles
from glascampus.commons.roles.actions import make_first_office
from glascampus.commons.roles.models import User
from glascampus.web.forms import FirstOffice, SignIn
from glascampus.web.peers import is_loopback

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def _next(request: CampusRequest) -> str:
    """Where to go after signing in: only ever a page of this campus."""
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and safe else reverse("web:board")


@never_cache
def sign_in(request: CampusRequest) -> HttpResponse:
    """E-mail and password; in the demo, on this machine, one button per role."""
    form = SignIn(request.POST or None)

    def enter(email: str, password: str, user: User) -> None:
        login(request, user, backend=MODEL_BACKEND)

    return take(
        request, form=form, do=enter, done=lambda _done: _next(request), template="web/sign_in.html",
        demo_roles=roles.demo_users(request.campus) if _demo_here(request) else [],
        title=_("Anmelden"), submit=_("Anmelden"),
    )  # fmt: skip


def _demo_here(request: CampusRequest) -> bool:
    return bool(request.campus.is_demo and is_loopback(request))


@require_POST
def demo_sign_in(request: CampusRequest, kind: str) -> HttpResponse:
    """One button, one role; exists only in the demo and only for this machine."""
    user = roles.demo_user(request.campus, kind) if _demo_here(request) else None
    if user is None:
        raise Http404
    login(request, user, backend=MODEL_BACKEND)
    return redirect(_next(request))


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

    def begin(name: str, email: str, password: str) -> None:
        user = make_first_office(campus=request.campus, name=name, email=email, password=password, now=now())
        login(request, user, backend=MODEL_BACKEND)

    return take(
        request, form=form, do=begin, done=lambda _done: reverse("web:board"), title=_("Willkommen in Ihrem Campus"),
        intro=_("Sie sind die erste Person im Büro. Danach führt die Startseite Sie Schritt für Schritt weiter."),
        submit=_("Büro eröffnen"),
    )  # fmt: skip


def demo_post(request: CampusRequest) -> HttpResponse:
    """Every mail of the demo as its receiver reads it."""
    if not _demo_here(request):
        raise Http404
    page = Paginator(outbox.newest(), 20).get_page(request.GET.get("seite"))
    return render(request, "web/demo_post.html", {"page": page})
