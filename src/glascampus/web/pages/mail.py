"""The office's mail: what waits, what was sent, what did not arrive."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glascampus.basics.reason import Reason
from glascampus.commons.desk import actions
from glascampus.commons.desk.pages import CampusRequest, office_page
from glascampus.commons.desk.pages.lists import listed
from glascampus.commons.desk.reads import found_mails
from glascampus.commons.desk.rules import Cell, Column, Deed, Filter, Listing
from glascampus.commons.outbox import reads, words
from glascampus.commons.outbox.models import Mail
from glascampus.commons.roll.reads import say
from glascampus.web.pages.undeliverable import token_for


@office_page
def mails(request: CampusRequest) -> HttpResponse:
    """All mail, newest first; what failed can be sent again, many at once."""
    token = token_for(request.campus)
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
            intro=_("Jede Mail behält ihre Kennung; viele Mailprogramme zeigen sie dann nur einmal."),
            said=lambda n: ngettext("%(n)s Mail wird gleich noch einmal versucht.", "%(n)s Mails werden gleich noch einmal versucht.", n) % {"n": n},
        ),
        Deed(
            "erledigt", _("Als erledigt abhaken"), submit=_("Abhaken"),
            question=lambda n: ngettext("%(n)s Mail abhaken?", "%(n)s Mails abhaken?", n) % {"n": n},
            why_not=lambda mail: "" if reads.is_open(mail) else _("ist angekommen oder schon abgehakt"),
            happens=lambda mail: _("steht nicht mehr unter „Heute“"), do=_settle,
            said=lambda n: ngettext("%(n)s Mail ist abgehakt.", "%(n)s Mails sind abgehakt.", n) % {"n": n},
        ),
    ]  # fmt: skip


def _resend(mail: Mail, *, by: Any, now: datetime) -> None:
    actions.resend_mail(mail=mail, by=by, now=now)


def _settle(mail: Mail, *, by: Any, now: datetime) -> None:
    actions.settle_mail(mail=mail, by=by, now=now)
