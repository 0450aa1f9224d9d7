"""The office's mail: what waits, what was sent, what did not arrive; and reports of undelivered mail by POST."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from glascampus.basics import days
from glascampus.basics.clock import now
from glascampus.basics.reason import Reason
from glascampus.commons.campuses.reads import link_token
from glascampus.commons.desk import actions
from glascampus.commons.desk.pages import CampusRequest, confirm, office_page
from glascampus.commons.desk.pages.lists import listed
from glascampus.commons.desk.reads import found_mails
from glascampus.commons.desk.rules import Cell, Column, Deed, Filter, Listing
from glascampus.commons.outbox import reads, words
from glascampus.commons.outbox.actions import html_of, take_in
from glascampus.commons.outbox.models import Mail
from glascampus.commons.roll.reads import say
from glascampus.web.peers import is_loopback

BOUNCES = "bounces"  # what the token opens


@office_page
def mails(request: CampusRequest) -> HttpResponse:
    """All mail, newest first; what failed can be sent again, many at once."""
    token = link_token(BOUNCES, request.campus.key)
    return listed(request, _list(), "web/office_mails.html", token=token, address=request.campus.address)


def _list() -> Listing:
    return Listing(
        name=_("post"), title=_("Post"), rows=reads.newest(), order="-geschrieben",
        number=lambda n: ngettext("%(n)s Mail", "%(n)s Mails", n) % {"n": n},
        part=lambda n, of: ngettext("%(n)s von %(of)s Mail", "%(n)s von %(of)s Mails", of) % {"n": n, "of": of},
        columns=[
            Column("betreff", _("Betreff"), lambda mail: Cell(mail.subject, reverse("web:office_mail_one", args=[mail.pk]), lang=mail.language), sort=("subject",)),
            Column("an", _("An"), lambda mail: mail.to, sort=("to",)),
            Column("geschrieben", _("Geschrieben"), lambda mail: mail.made_at, sort=("made_at",), write="moment", style="num"),
            Column("gesendet", _("Gesendet"), lambda mail: mail.sent_at, sort=("sent_at",), write="moment", shown=False, style="num"),
            Column("versuche", _("Versuche"), lambda mail: mail.tries, sort=("tries",), shown=False, style="num"),
            Column("fehler", _("Der Mailserver sagte"), lambda mail: mail.last_error, shown=False),
            Column("stand", _("Stand"), _state_cell, sort=("state",)),
        ],
        filters=[
            Filter("stand", _("Nach Stand filtern"), reads.mails_in_state, list(words.STATES.items()), links=True),
            Filter("an", _("Genau diese Adresse"), reads.mails_to),
        ],
        search=found_mails, search_label=_("Betreff oder Adresse"), label=lambda mail: f"{mail.subject}, {mail.to}", lang=lambda mail: mail.language, deeds=_deeds(),
        empty=_("Hier liegt keine Post."), also=[(reverse("web:mail_texts"), _("Mailtexte ändern"))],
    )  # fmt: skip


def _state_cell(mail: Mail) -> Cell:
    state = reads.state_of(mail)
    return Cell(words.STATES[state], tone=words.TONES.get(state, "plain"))


def _deeds() -> list[Deed]:
    return [
        Deed(
            "senden", _("Noch einmal senden"), submit=_("Noch einmal senden"),
            question=lambda n: ngettext("%(n)s Mail noch einmal senden?", "%(n)s Mails noch einmal senden?", n) % {"n": n},
            why_not=lambda mail: "" if mail.state == Mail.State.FAILED else say(Reason("mail_not_failed")),
            happens=lambda mail: _("wird gleich noch einmal versucht"), do=_resend,
            intro=_("Jede Mail behält ihre Kennung. Wer sie schon hat, bekommt keine zweite."),
            said=lambda n: ngettext("%(n)s Mail wird gleich noch einmal versucht.", "%(n)s Mails werden gleich noch einmal versucht.", n) % {"n": n},
        ),
        Deed(
            "erledigt", _("Als erledigt abhaken"), submit=_("Abhaken"),
            question=lambda n: ngettext("%(n)s Mail abhaken?", "%(n)s Mails abhaken?", n) % {"n": n},
            why_not=lambda mail: "" if _is_open(mail) else _("ist angekommen oder schon abgehakt"),
            happens=lambda mail: _("steht nicht mehr auf der ersten Seite"), do=_settle,
            said=lambda n: ngettext("%(n)s Mail ist abgehakt.", "%(n)s Mails sind abgehakt.", n) % {"n": n},
        ),
    ]  # fmt: skip


def _is_open(mail: Mail) -> bool:
    return bool(mail.state == Mail.State.FAILED or mail.bounced_at) and not mail.settled_at


def _resend(mail: Mail, *, by: Any, now: datetime) -> None:
    actions.resend_mail(mail=mail, by=by, now=now)


def _settle(mail: Mail, *, by: Any, now: datetime) -> None:
    actions.settle_mail(mail=mail, by=by, now=now)


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
        "may_settle": _is_open(mail),
    })  # fmt: skip


def _mail(pk: int) -> Mail:
    return get_object_or_404(reads.newest(), pk=pk)


def _subject(mail: Mail) -> tuple[str, str]:
    """The subject as a fact, marked with the language of its receiver."""
    return _("Betreff"), format_html('<span lang="{}">{}</span>', mail.language or "de", mail.subject)


def _to_list(_done: Any) -> str:
    return reverse("web:office_mail")


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
        request, title=_("Erledigt?"), submit=_("Erledigt"), intro=_("Dann steht diese Mail nicht mehr auf der ersten Seite."),
        facts=[_subject(mail), (_("An"), mail.to)],
        do=lambda: actions.settle_mail(mail=mail, by=request.user, now=now()), done=_to_list,
        back=(_to_list(None), _("Zur Post")),
    )  # fmt: skip


def demo_letter(request: CampusRequest, pk: int) -> HttpResponse:
    """A mail of the demo as a mail program shows it, with the style it carries and nothing from anywhere else.

    Once the mail server has it, its text is only in the mailbox; whoever comes by an older link reads that.
    """
    mail = reads.newest().filter(pk=pk).first() if request.campus.is_demo and is_loopback(request) else None
    if mail is None:
        raise Http404
    if not mail.body:
        return render(request, "web/demo_post.html", {"page": Paginator([mail], 1).get_page(1)})
    html = html_of(mail)
    style = html.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return HttpResponse(html, headers={"Content-Security-Policy": policy})


@csrf_exempt
@require_POST
def undeliverable(request: CampusRequest) -> HttpResponse:
    """A report of undelivered mail as it came, by whoever holds the token (``Authorization: Bearer``)."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if not compare_digest(given, link_token(BOUNCES, request.campus.key).encode()):
        return _said(401, "The token is missing or wrong.", **{"WWW-Authenticate": "Bearer"})
    try:
        report = request.body
    except RequestDataTooBig:
        return _said(413, "A report has at most one megabyte.")
    _seen, met = take_in(reports=[report], now=now(), campus=request.campus)
    return JsonResponse({"met": met})


def _said(status: int, sentence: str, **headers: str) -> HttpResponse:
    body = json.dumps({"status": status, "detail": sentence})
    return HttpResponse(body, status=status, content_type="application/problem+json", headers=headers)
