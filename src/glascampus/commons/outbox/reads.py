"""What waits, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.template import Context, Template
from django.template.loader import get_template
from django.utils import translation

from glascampus.basics.reason import Reason
from glascampus.commons.outbox.models import Mail, MailText
from glascampus.commons.outbox.rules import ONLY_MAILS, TO_UNDO, Part
from glascampus.commons.outbox.templatetags.letters import PartNode
from glascampus.commons.roll.reads import say
from glascampus.commons.roll.rules import Fault

MOST_SHOWN = 200  # held mails the board looks at


def waiting() -> QuerySet[Mail]:
    """Mails that wait to be sent, oldest first."""
    return Mail.objects.filter(state="waiting").order_by("made_at")


def newest() -> QuerySet[Mail]:
    """All mails, newest first."""
    return Mail.objects.order_by("-made_at", "-pk")


def mails_about(thing: Any) -> QuerySet[Mail]:
    """Mails that a deed on ``thing`` caused."""
    return newest().filter(about_kind=thing._meta.label_lower, about_id=thing.pk)


def oldest_waiting_s(now: datetime) -> float:
    """How many seconds the oldest waiting mail waits; one that is held waits for a reason."""
    first = waiting().exclude(held_until__gt=now).first()
    return (now - first.made_at).total_seconds() if first else 0.0


def faults() -> tuple[int, list[Fault]]:
    """Mails that say "sent" and still hold text, or the same mail twice."""
    seen, found, once = 0, [], set()
    for mail in Mail.objects.order_by("pk").iterator():
        seen += 1
        if mail.state == "sent" and (mail.body or mail.calendar or not mail.sent_at):
            found.append(Fault(f"outbox.mail:{mail.pk}", "a sent mail still holds its text"))
        same = (mail.kind, mail.to, mail.about_kind, mail.about_id, mail.subject, mail.made_at)
        if same in once:
            found.append(Fault(f"outbox.mail:{mail.pk}", "the same mail was written twice in one moment"))
        once.add(same)
        if mail.state not in Mail.State.values:
            found.append(Fault(f"outbox.mail:{mail.pk}", f"unknown state {mail.state}"))
    return seen, found


STATES: Mapping[str, Q] = {
    "wartet": Q(state="waiting", held_until=None),
    "gehalten": Q(state="waiting", held_until__isnull=False),
    "gesendet": Q(state="sent"),
    "gescheitert": Q(state="failed"),
    "zurueck": Q(bounced_at__isnull=False),
}


def mails_in_state(rows: QuerySet[Mail], state: str) -> QuerySet[Mail]:
    """Mails of one state (a key of ``STATES``)."""
    return rows.filter(STATES[state])


def mails_to(rows: QuerySet[Mail], address: str) -> QuerySet[Mail]:
    """Mails to one mailbox."""
    return rows.filter(to__iexact=address)


def not_arrived() -> tuple[int, int]:
    """How many mails came back, and how many failed, that the office has not put aside."""
    open_ones = Mail.objects.filter(settled_at=None)
    found = open_ones.aggregate(
        back=Count("pk", filter=STATES["zurueck"]), failed=Count("pk", filter=STATES["gescheitert"])
    )
    return found["back"], found["failed"]


def came_back(addresses: Iterable[str]) -> dict[str, str]:
    """Which of these mailboxes the last word about is that mail came back, and its code.

    A mail accepted later and not returned says that the mailbox is there again.
    """
    wanted = {address.lower() for address in addresses if address}
    rows = Mail.objects.annotate(box=Lower("to")).filter(box__in=wanted, state="sent").order_by("made_at", "pk")
    last = dict(rows.values_list("box", "bounce_code"))  # a later mail overwrites an earlier one
    return {box: code for box, code in last.items() if code}


def state_of(mail: Mail) -> str:
    """The key in ``STATES`` that the office cares for most."""
    if mail.bounced_at:
        return "zurueck"
    if mail.state == Mail.State.WAITING:
        return "gehalten" if mail.held_until else "wartet"
    return "gesendet" if mail.state == Mail.State.SENT else "gescheitert"


def is_held(mail: Mail) -> bool:
    """Whether it can still be taken back, as far as anybody can tell before trying."""
    return bool(mail.batch and mail.held_until) and mail.state == Mail.State.WAITING and mail.tries == 0


def is_open(mail: Mail) -> bool:
    """Whether it did not arrive and the office has not put it aside."""
    return bool(mail.state == Mail.State.FAILED or mail.bounced_at) and not mail.settled_at


def to_take_back(now: datetime) -> list[tuple[Mail, int, int]]:
    """Deeds of which only the mails can be taken back: their first mail, how many wait, and the minutes left, rounded up."""
    held = Mail.objects.filter(batch__startswith=ONLY_MAILS, state=Mail.State.WAITING, tries=0, held_until__gt=now)
    found: dict[str, list[Mail]] = {}
    for mail in held.order_by("pk")[:MOST_SHOWN]:
        found.setdefault(mail.batch, []).append(mail)
    return [(some[0], len(some), _minutes(some[0].held_until, now)) for some in found.values()]


def _minutes(until: datetime | None, now: datetime) -> int:
    return ceil(min(until - now, TO_UNDO) / timedelta(minutes=1)) if until else 0


def kind_of(template: str) -> str:
    """``bookings/mail/booked.txt`` is the kind ``bookings.booked``."""
    return template.removesuffix(".txt").replace("/mail/", ".")


def own_words(kind: str, language: str) -> dict[str, str]:
    """The office's own words for the parts of a mail; empty where the shipped ones count."""
    found = MailText.objects.filter(kind=kind, language=language).order_by("-pk").values_list("parts", flat=True)
    return dict(found.first() or {})


def texts(kind: str, language: str) -> QuerySet[MailText]:
    """All that the office ever wrote for a mail, newest first."""
    return MailText.objects.filter(kind=kind, language=language).order_by("-pk")


def version(kind: str, language: str, pk: int) -> dict[str, str] | None:
    """The words of one version, of the shipped mail for 0, None where there is no such version."""
    found = texts(kind, language).filter(pk=pk).first()
    return {} if pk == 0 else dict(found.parts) if found else None


def title_of(kind: str, language: str) -> str:
    """What the office calls a kind of mail: the sentence ``mail_<kind>`` of the app that writes it."""
    with translation.override(language):
        return say(Reason(f"mail_{kind}"))


def worded() -> set[tuple[str, str]]:
    """Kind and language of the mails that have own words now."""
    newest: dict[tuple[str, str], bool] = {}
    for kind, language, parts in MailText.objects.order_by("pk").values_list("kind", "language", "parts"):
        newest[kind, language] = bool(parts)
    return {key for key, has in newest.items() if has}


def template_of(kind: str) -> str:
    """The text file of a kind."""
    app, _, name = kind.partition(".")
    return f"{app}/mail/{name}.txt"


@cache
def kinds() -> tuple[str, ...]:
    """All kinds of mail whose words can be changed, by app."""
    found = []
    for config in apps.get_app_configs():
        files = sorted((Path(config.path) / "templates" / config.label / "mail").glob("*.txt"))
        found += [f"{config.label}.{file.stem}" for file in files]
    return tuple(kind for kind in found if _part_nodes(kind))


def _template(kind: str) -> Template:
    found: Template = get_template(template_of(kind)).template  # type: ignore[attr-defined]  # Django's own engine has it
    return found


def _part_nodes(kind: str) -> list[PartNode]:
    found = [node for node in _template(kind).nodelist.get_nodes_by_type(PartNode) if isinstance(node, PartNode)]
    return list({node.name: node for node in found}.values())


def parts_of(kind: str, language: str) -> list[Part]:
    """The parts of a kind in the order of the mail; the shipped words show their placeholders."""
    context = Context(autoescape=False)
    with translation.override(language), context.bind_template(_template(kind)):
        return [Part(node.name, tuple(node.values), _shipped(node, context)) for node in _part_nodes(kind)]


def _shipped(node: PartNode, context: Context) -> str:
    return node.shipped(context, {name: f"{{{{ {name} }}}}" for name in node.values}).strip()
