"""One mail of the office: what happened to it, and what can be done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from glascampus.basics import days
from glascampus.basics.clock import now
from glascampus.commons.desk import actions
from glascampus.commons.desk.pages import CampusRequest, confirm, office_page
from glascampus.commons.outbox import reads, words
from glascampus.commons.outbox.models import Mail


@office_page
def one(request: CampusRequest, pk: int) -> HttpResponse:
    """One mail, what happened to it, and what can be done."""
    mail = _mail(pk)
    state = reads.state_of(mail)
    facts = [
        (_("An"), mail.to),
        (_("Geschrieben"), f"{days.short_with_weekday(mail.made_at)}, {days.clock(mail.made_at)}"),
        (_("Gesendet"), f"{days.short_with_weekday(mail.sent_at)}, {days.clock(mail.sent_at)}" if mail.sent_at else ""),
        (_("Wird gehalten bis"), days.clock(mail.held_until) if mail.held_until and mail.state == "waiting" else ""),
        (_("Versuche"), mail.tries or ""),
        (_("Der Mailserver sagte"), mail.last_error),
        (
            _("Zurückgekommen"),
            f"{days.short_with_weekday(mail.bounced_at)}: {words.why_bounced(mail.bounce_code)}"
            if mail.bounced_at
            else "",
        ),
    ]
    return render(request, "web/office_mail.html", {
        "title": mail.subject, "mail": mail, "facts": [fact for fact in facts if fact[1]], "state": words.STATES[state], "tone": words.TONES.get(state, "plain"),
        "may_resend": mail.state == "failed", "may_take_back": reads.is_held(mail),
        "may_settle": reads.is_open(mail),
    })  # fmt: skip


@office_page
def resend(request: CampusRequest, pk: int) -> HttpResponse:
    """Once more, with the same name, so that nobody gets two."""
    mail = _mail(pk)
    return confirm(
        request, title=_("Noch einmal senden?"), submit=_("Noch einmal senden"), facts=[_subject(mail), (_("An"), mail.to)],
        do=lambda: actions.resend_mail(mail=mail, by=request.user, now=now()), done=_to_list,
        said=_("Die Mail wird gleich noch einmal versucht."), back=(_to_list(None), _("Zur Post")),
    )  # fmt: skip


@office_page
def take_back(request: CampusRequest, pk: int) -> HttpResponse:
    """What is held can be taken back, with the other mails of its deed."""
    mail = _mail(pk)
    return confirm(
        request, title=_("Diese Mail zurücknehmen?"), submit=_("Zurücknehmen"), danger=True, facts=[_subject(mail)],
        intro=_("Sie wird nicht gesendet, auch nicht an die anderen, denen dasselbe geschrieben wurde. Was Sie getan haben, bleibt bestehen."),
        do=lambda: actions.take_mails_back(mail=mail, by=request.user, now=now()), done=_to_list,
        said=_("Zurückgenommen. Niemand bekommt diese Mail."), back=(_to_list(None), _("Zur Post")),
    )  # fmt: skip


@require_POST
@office_page
def send_now(request: CampusRequest, pk: int) -> HttpResponse:
    """One tap, and what is held leaves with the other mails of its deed."""
    actions.send_mails_now(mail=_mail(pk), by=request.user, now=now())
    messages.success(request, _("Die Mail ist auf dem Weg."))
    return redirect(_to_list(None))


@office_page
def settle(request: CampusRequest, pk: int) -> HttpResponse:
    """Seen: the board asks no more."""
    mail = _mail(pk)
    return confirm(
        request, title=_("Erledigt?"), submit=_("Erledigt"), intro=_("Dann steht diese Mail nicht mehr unter „Heute“."),
        facts=[_subject(mail), (_("An"), mail.to)],
        do=lambda: actions.settle_mail(mail=mail, by=request.user, now=now()), done=_to_list,
        back=(_to_list(None), _("Zur Post")),
    )  # fmt: skip


def _mail(pk: int) -> Mail:
    return get_object_or_404(reads.newest(), pk=pk)


def _subject(mail: Mail) -> tuple[str, str]:
    """The subject as a fact, marked with the language of its receiver."""
    return _("Betreff"), format_html('<span lang="{}">{}</span>', mail.language or "de", mail.subject)


def _to_list(_done: Any) -> str:
    return reverse("web:office_mail")
