"""A mail as it goes over the line: plain text first, its HTML twin, the calendar entry, the headers."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from glascampus.commons.outbox.models import Mail
from glascampus.engines.letters import blocks


def html_of(mail: Mail) -> str:
    """The HTML twin of a mail's text. Only links into the campus become links."""
    with translation.override(mail.language):
        found = blocks(mail.body, own=mail.campus.address, say_link=_("Seite öffnen"))
        return render_to_string("outbox/letter.htm", {"mail": mail, "blocks": found, "campus": mail.campus})


def message(mail: Mail) -> EmailMultiAlternatives:
    """Every attempt makes the same mail, with the same ``Message-ID``."""
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    made = EmailMultiAlternatives(
        mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to], headers=headers,
        reply_to=[mail.campus.email] if mail.campus.email else None,
    )  # fmt: skip
    made.attach_alternative(html_of(mail), "text/html")
    if mail.calendar:
        made.attach("termin.ics", mail.calendar, "text/calendar; charset=utf-8")
    return made
