"""Programs that use the API: the office makes their tokens, sees when they last came, and revokes them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from glascampus.basics import days
from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, confirm, office_page
from glascampus.commons.machines import reads, words
from glascampus.commons.machines.actions import make_token, revoke_token
from glascampus.commons.machines.models import Token
from glascampus.web.forms import TokenForm


@office_page
def tokens(request: CampusRequest) -> HttpResponse:
    """Every token of the campus; none is shown again."""
    known = list(reads.tokens_seen_by(request.user))
    return render(request, "desk/list_page.html", {
        "title": _("Schnittstelle"),
        "intro": _("Programme buchen mit einem Schlüssel. Jedes sieht und ändert nur, was es selbst gebucht hat."),
        "action": reverse("web:token_new"), "action_text": _("Schlüssel anlegen"),
        "columns": [_("Programm"), _("Darf"), _("Angelegt"), _("Zuletzt benutzt"), _("Stand")],
        "rows": [_row(token) for token in known], "empty": _("Noch hat kein Programm einen Schlüssel."),
    })  # fmt: skip


def _row(token: Token) -> list[object]:
    may = ", ".join(str(words.SCOPES[scope]) for scope in token.scopes.split())
    used = days.short(token.last_used_on) if token.last_used_on else _("noch nie")
    state: object = (_("Sperren"), reverse("web:token_revoke", args=[token.pk]))
    if token.revoked_at:
        state = _("gesperrt am %(day)s") % {"day": days.short(token.revoked_at)}
    return [token.name, may, days.short(token.made_at), used, state]


@office_page
@never_cache
def token_new(request: CampusRequest) -> HttpResponse:
    """Ask for a name and a right; the answer shows the token, once."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, scope = form.cleaned_data["name"], form.cleaned_data["scope"]
        token, text = make_token(campus=request.campus, name=name, scopes=[scope], by=request.user, now=now())
        return render(request, "web/token_made.html", {"token": token, "text": text})
    context = {
        "form": form,
        "title": _("Schlüssel für ein Programm"),
        "submit": _("Schlüssel anlegen"),
        "back": reverse("web:tokens"),
    }
    context["intro"] = _("Der Schlüssel wird einmal gezeigt. Wer ihn hat, bucht im Namen dieses Programms.")
    return render(request, "desk/form_page.html", context, status=422 if form.is_bound else 200)


@office_page
def token_revoke(request: CampusRequest, pk: int) -> HttpResponse:
    """From then on the token opens nothing; its bookings stay."""
    token = get_object_or_404(reads.tokens_seen_by(request.user), pk=pk)
    return confirm(
        request, title=_("Den Schlüssel von „%(name)s“ sperren?") % {"name": token.name},
        intro=_("Das Programm kommt sofort nicht mehr herein. Was es gebucht hat, bleibt."), submit=_("Schlüssel sperren"), danger=True,
        do=lambda: revoke_token(token=token, by=request.user, now=now()), done=lambda _token: reverse("web:tokens"),
        back=reverse("web:tokens"), said=_("Der Schlüssel ist gesperrt."),
    )  # fmt: skip
