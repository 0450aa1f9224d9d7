"""The demo's mailbox: every mail as its receiver reads it."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from glascampus.commons.desk.pages import CampusRequest
from glascampus.commons.outbox import reads as outbox
from glascampus.commons.outbox.actions import html_of
from glascampus.commons.outbox.models import Mail
from glascampus.web.pages.door import demo_here

ON_THIS_MACHINE = re.compile(r"https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?![\w.:])")


def demo_post(request: CampusRequest) -> HttpResponse:
    """Every mail of the demo as its receiver reads it."""
    if not demo_here(request):
        raise Http404
    page = Paginator(outbox.newest(), 20).get_page(request.GET.get("seite"))
    for mail in page:
        _lead_here(mail, request)
    return render(request, "web/demo_post.html", {"page": page})


def demo_letter(request: CampusRequest, pk: int) -> HttpResponse:
    """A mail of the demo as a mail program shows it, with the style it carries and nothing from anywhere else.

    Once the mail server has it, its text is only in the mailbox; whoever comes by an older link reads that.
    """
    mail = outbox.newest().filter(pk=pk).first() if demo_here(request) else None
    if mail is None:
        raise Http404
    if not mail.body:
        return render(request, "web/demo_post.html", {"page": Paginator([mail], 1).get_page(1)})
    _lead_here(mail, request)
    html = html_of(mail)
    return HttpResponse(html, headers={"Content-Security-Policy": _only_its_style(html)})


def _lead_here(mail: Mail, request: CampusRequest) -> None:
    """Links into the demo get the address it has now: the mail may be older than this start, which may have another port."""
    mail.body = ON_THIS_MACHINE.sub(lambda _found: request.campus.address, mail.body)


def _only_its_style(html: str) -> str:
    """A policy that lets in the style the letter carries, known by its hash, and nothing else."""
    style = html.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
