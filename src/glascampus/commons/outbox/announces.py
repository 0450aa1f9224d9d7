"""The outbox's check, its sender, what it keeps of a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from glascampus.basics import days
from glascampus.basics.text import LANGUAGES, Text
from glascampus.commons.outbox import actions, reads
from glascampus.commons.outbox.models import Mail, Tally
from glascampus.commons.roll.rules import BoardItem, Check, Erased, Findable, Keep, Personal, Section, Tick

MAILS_FOUND, RECEIVERS_NAMED = 1000, 3


def checks() -> list[Check]:
    """No mail twice, no text kept after sending."""
    return [Check("outbox", reads.faults)]


def ticks() -> list[Tick]:
    """Sends twice a second; looks for what came back once a minute."""
    return [
        Tick("outbox.send", 0.5, lambda now: actions.send_due(now=now)),
        Tick("outbox.bounces", 60, lambda now: actions.look_into(place=settings.BOUNCES, now=now)),
    ]


def board(now: datetime) -> list[BoardItem]:
    """Mails that can still be taken back, and those that did not arrive, until the office has seen them."""
    came_back, failed = reads.not_arrived()
    items = [_held(*one) for one in reads.to_take_back(now)]
    if came_back:
        title = ngettext(
            "Eine Mail kam zurück: Adresse prüfen", "%(number)s Mails kamen zurück: Adressen prüfen", came_back
        )
        detail = ngettext(
            "Der Mailserver der Gegenseite hat sie nicht zugestellt.",
            "Der Mailserver der Gegenseite hat sie nicht zugestellt.",
            came_back,
        )
        items.append(_item(title, came_back, "zurueck", detail))
    if failed:
        title = ngettext("Eine Mail ging nicht hinaus", "%(number)s Mails gingen nicht hinaus", failed)
        detail = ngettext(
            "Der Mailserver hat sie endgültig abgelehnt.", "Der Mailserver hat sie endgültig abgelehnt.", failed
        )
        items.append(_item(title, failed, "gescheitert", detail))
    return items


def _held(mail: Mail, number: int, minutes: int) -> BoardItem:
    """One tap, and nobody gets it; what the office did stays."""
    detail = ngettext("An %(to)s, in %(minutes)s Min.", "%(number)s Mails, in %(minutes)s Min.", number)
    title = _("Geht gleich hinaus: „%(subject)s“") % {"subject": mail.subject}
    url = reverse("web:mail_take_back", args=[mail.pk])
    said = detail % {"to": mail.to, "number": number, "minutes": minutes}
    return BoardItem(title, said, url, _("Zurücknehmen"), urgency=200, post=True, section=Section.BACK)


def _item(title: str, number: int, state: str, detail: str) -> BoardItem:
    url = f"{reverse('web:office_mail')}?stand={state}"
    return BoardItem(
        title % {"number": number}, f"{_receivers(state)} {detail}", url, _("Ansehen"), urgency=3, section=Section.MAIL
    )


def _receivers(state: str) -> str:
    """Whose address it is about; three of them stand for many."""
    found = reads.not_arrived_to(state)
    said = _("An %(to)s.") if len(found) <= RECEIVERS_NAMED else _("An %(to)s und andere.")
    return said % {"to": ", ".join(found[:RECEIVERS_NAMED])}


def retention() -> list[Keep]:
    """Sent mails keep only address, subject and time."""
    return [
        Keep(
            "outbox.Mail",
            gettext_lazy("Mails senden und später sehen, dass sie hinausgingen"),
            None,
            personal=True,
            basis="contract",
            recipients=("office", "mail"),
            rule="retention.mails_days",
            past=lambda before: Mail.objects.filter(made_at__lt=before).exclude(state="waiting"),
        ),
        Keep("outbox.MailText", gettext_lazy("die eigenen Worte des Büros in Mails, auch die früheren"), None),
        Keep(
            "outbox.Tally",
            gettext_lazy("damit niemand über die Website mit Mails überhäuft wird; eine Prüfsumme, keine Adresse"),
            2,
            basis="interest",
            recipients=(),
            past=lambda before: Tally.objects.filter(since__lt=before),
        ),
    ]


def personal() -> list[Personal]:
    """Mails are found by mailbox."""
    return [Personal("outbox", _export, _erase)]


def _export(email: str) -> dict[str, list[dict[str, object]]]:
    columns = ("to", "kind", "subject", "body", "calendar", "state", "made_at", "sent_at")
    return {"outbox.mail": [dict(row) for row in Mail.objects.filter(to__iexact=email).values(*columns)]}


def _erase(email: str, now: datetime) -> Erased:
    return Erased({"outbox.mail": actions.forget(to=email)})


def office_findable(user: Any, now: datetime) -> Iterator[Findable]:
    """The newest mails by subject and mailbox."""
    for mail in reads.newest()[:MAILS_FOUND]:
        about = Text(*(f"{mail.to} · {days.short(mail.made_at, language)}" for language in LANGUAGES))
        yield Findable(
            "mail", Text(mail.subject), "web:office_mail_one", (mail.pk,), summary=about, also=days.typed(mail.made_at)
        )
