"""A mail as it goes over the line: plain text first, its HTML twin, the calendar entry, the headers."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from glascampus.commons.outbox.models import Mail
from glascampus.engines.dkim import Signer, load
from glascampus.engines.letters import blocks


def html_of(mail: Mail) -> str:
    """The HTML twin of a mail's text. Only links into the campus become links."""
    with translation.override(mail.language):
        found = blocks(mail.body, own=mail.campus.address, say_link=_("Seite öffnen"))
        return render_to_string("outbox/letter.htm", {"mail": mail, "blocks": found, "campus": mail.campus})


@cache
def _signer(selector: str, domain: str, file: Path) -> Signer:
    return Signer(domain, selector, load(file.read_bytes()))


class _Letter(EmailMultiAlternatives):
    """Signed as it leaves, where ``CAMPUS_DKIM`` is set."""

    def message(self, **kwargs: Any) -> Any:
        """The whole mail; its signature is the last header."""
        made = super().message(**kwargs)
        if settings.DKIM:
            signer = _signer(*settings.DKIM)
            made["DKIM-Signature"] = signer.header(made.as_bytes(linesep="\r\n"), at=int(time.time()))  # type: ignore[call-arg]  # Django's own message takes it
        return made


def message(mail: Mail) -> EmailMultiAlternatives:
    """Every attempt makes the same mail, with the same ``Message-ID``."""
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    made = _Letter(
        mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to], headers=headers,
        reply_to=[mail.campus.email] if mail.campus.email else None,
    )  # fmt: skip
    made.attach_alternative(html_of(mail), "text/html")
    if mail.calendar:
        made.attach("termin.ics", mail.calendar, "text/calendar; charset=utf-8")
    return made
