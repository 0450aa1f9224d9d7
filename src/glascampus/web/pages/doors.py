"""Who may sign in: the office's list, and a company's colleagues."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, confirm, office_page, own_page, take
from glascampus.commons.desk.pages.lists import listed
from glascampus.commons.desk.rules import Cell, Column, Filter, Listing
from glascampus.commons.organisations.actions import end_access, end_membership, invite_colleague
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.organisations.reads import (
    Access,
    accesses_of,
    has_colleagues,
    memberships_seen_by,
    organisations_of,
    organisations_seen_by,
)
from glascampus.commons.roles.actions import invite, invite_again, reset_second_factor
from glascampus.commons.roles.models import Role, User
from glascampus.commons.roles.reads import find_users, users_here, users_with_role
from glascampus.web.forms import Colleague, Invitation


@office_page
def access(request: CampusRequest) -> HttpResponse:
    """Everybody who may sign in: roles, companies, second factor, last sign-in."""
    return listed(request, _accesses())


def _accesses() -> Listing:
    return Listing(
        name=_("zugaenge"), title=_("Zugänge"), rows=users_here(), gather=accesses_of, columns=_columns(), order="-neu",
        number=lambda n: ngettext("%(n)s Zugang", "%(n)s Zugänge", n) % {"n": n},
        part=lambda n, of: ngettext("%(n)s von %(of)s Zugang", "%(n)s von %(of)s Zugängen", of) % {"n": n, "of": of},
        filters=[Filter("rolle", _("Nach Rolle"), users_with_role, Role.Kind.choices, links=True)],
        search=find_users, search_label=_("Name oder Adresse"), label=lambda row: row.user.email, empty=_("Niemand gefunden."),
        action=(reverse("web:access_invite"), _("Jemanden einladen")),
    )  # fmt: skip


def _columns() -> list[Column]:
    return [
        Column("wer", _("Wer"), lambda row: str(row.user), sort=("name", "email")),
        Column("post", _("E-Mail"), lambda row: row.user.email, sort=("email",)),
        Column("rollen", _("Rollen"), lambda row: [Cell(role.get_kind_display()) for role in row.roles]),
        Column("betriebe", _("Betriebe"), lambda row: [Cell(name) for name in row.firms]),
        Column("faktor", _("Zweiter Faktor"), lambda row: _("ja") if row.protected else _("nein")),
        Column("zuletzt", _("Zuletzt angemeldet"), lambda row: row.user.last_login or _("noch nie"), lambda row: row.user.last_login,
               ("last_login",), write="moment", style="num"),
        Column("neu", _("Angelegt"), lambda row: row.user.made_at, sort=("made_at",), write="day", shown=False, style="num"),
        Column("weiter", _("Ändern"), _links, lambda _row: ""),
    ]  # fmt: skip


def _links(row: Access) -> list[Cell]:
    user = row.user
    reset = Cell(_("Zweiten Faktor zurücksetzen"), reverse("web:access_reset", args=[user.pk]), more=user.email)
    return [
        Cell(_("Einladung senden"), reverse("web:access_again", args=[user.pk]), more=user.email),
        *([reset] if row.protected else []),
        Cell(_("Beenden"), reverse("web:access_end", args=[user.pk]), more=user.email),
    ]


@office_page
def access_invite(request: CampusRequest) -> HttpResponse:
    """Invite somebody: who, as what, for which company."""
    form = Invitation(request.POST or None, organisations=organisations_seen_by(request.user))

    def send(email: str, name: str, kind: str, organisation: Organisation | None) -> Any:
        language = get_language() or "de"
        if kind == "company" and organisation:
            return invite_colleague(
                organisation=organisation, email=email, name=name, by=request.user, now=now(), language=language
            )
        return invite(
            campus=request.campus, email=email, kind=kind, name=name, by=request.user, now=now(), language=language
        )

    return take(
        request, form=form, do=send, done=_to_list, title=_("Jemanden einladen"), submit=_("Einladen"),
        intro=_("Die Einladung kommt per Mail. Ihr Link gilt sieben Tage und nur einmal."),
        said=_("Die Einladung ist unterwegs."), back=(reverse("web:access"), _("Zurück, ohne einzuladen")),
    )  # fmt: skip


def _to_list(_done: Any) -> str:
    return reverse("web:access")


def _asked(request: CampusRequest, pk: int) -> User:
    return get_object_or_404(users_here(), pk=pk)


@office_page
def access_again(request: CampusRequest, pk: int) -> HttpResponse:
    """Mail the invitation once more."""
    user = _asked(request, pk)
    return confirm(
        request, title=_("Einladung noch einmal senden?"), submit=_("Senden"), intro=user.email, done=_to_list,
        do=lambda: invite_again(
            campus=request.campus, user=user, by=request.user, now=now(), language=get_language() or "de"
        ),
        said=_("Die Einladung ist unterwegs."), back=(reverse("web:access"), _("Zurück")),
    )  # fmt: skip


@office_page
def access_end(request: CampusRequest, pk: int) -> HttpResponse:
    """Nobody signs in with this address any more."""
    user = _asked(request, pk)
    return confirm(
        request, title=_("Zugang von „%(name)s“ beenden?") % {"name": user}, submit=_("Zugang beenden"), danger=True,
        intro=_("Alle Sitzungen enden sofort, alle Rollen und Betriebe entfallen. Buchungen und Nachweise bleiben."),
        do=lambda: end_access(campus=request.campus, user=user, by=request.user, now=now()), done=_to_list,
        said=_("Der Zugang ist beendet."), back=(reverse("web:access"), _("Zurück")),
    )  # fmt: skip


@office_page
def access_reset(request: CampusRequest, pk: int) -> HttpResponse:
    """After a lost phone: look who is asking, then let them set up a new second factor."""
    user = _asked(request, pk)
    return confirm(
        request, title=_("Zweiten Faktor von „%(name)s“ zurücksetzen?") % {"name": user}, submit=_("Zurücksetzen"),
        intro=_("Prüfen Sie zuerst, ob wirklich diese Person fragt: am Telefon oder an der Tür, nicht per Mail."),
        do=lambda: reset_second_factor(campus=request.campus, user=user, by=request.user, now=now()), done=_to_list,
        said=_("Beim nächsten Anmelden wird ein neuer zweiter Faktor eingerichtet."), danger=True,
        back=(reverse("web:access"), _("Zurück")),
    )  # fmt: skip


@own_page(has_colleagues)
def colleagues(request: CampusRequest) -> HttpResponse:
    """Who acts for one's own companies."""
    firms = list(organisations_of(request.user))
    held = list(memberships_seen_by(request.user).filter(organisation__in=firms))
    groups = [(firm, [m for m in held if m.organisation_id == firm.pk]) for firm in firms]
    return render(request, "web/colleagues.html", {"groups": groups})


@own_page(has_colleagues)
def colleague_invite(request: CampusRequest, pk: int) -> HttpResponse:
    """Let a colleague act for the company, too."""
    firm = get_object_or_404(organisations_of(request.user), pk=pk)
    return take(
        request, form=Colleague(request.POST or None), title=_("Kollegin oder Kollegen einladen"), submit=_("Einladen"),
        do=lambda email, name: invite_colleague(
            organisation=firm, email=email, name=name, by=request.user, now=now(), language=get_language() or "de"
        ),
        intro=_("Wer eingeladen ist, sieht alles von „%(firm)s“ und handelt wie Sie.") % {"firm": firm},
        done=lambda _done: reverse("web:colleagues"), said=_("Die Einladung ist unterwegs."),
        back=(reverse("web:colleagues"), _("Zurück, ohne einzuladen")),
    )  # fmt: skip


@own_page(has_colleagues)
def colleague_end(request: CampusRequest, pk: int) -> HttpResponse:
    """A colleague leaves; also oneself."""
    membership = get_object_or_404(memberships_seen_by(request.user), pk=pk)
    return confirm(
        request, title=_("Soll „%(name)s“ nicht mehr für „%(firm)s“ handeln?") % {"name": membership.user, "firm": membership.organisation},
        submit=_("Beenden"), danger=True, intro=_("Das gilt sofort. Buchungen bleiben, wie sie sind."),
        do=lambda: end_membership(membership=membership, by=request.user, now=now()),
        done=lambda _done: reverse("web:colleagues") if has_colleagues(request.user) else reverse("web:home"),
        said=_("Gespeichert."), back=(reverse("web:colleagues"), _("Zurück")),
    )  # fmt: skip
