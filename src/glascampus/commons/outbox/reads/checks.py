"""What ``verify`` looks for among the mails."""

from __future__ import annotations

from glascampus.commons.outbox.models import Mail
from glascampus.commons.roll.rules import Fault


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
