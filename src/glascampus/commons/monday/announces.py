"""What the Monday letter adds to the lists of the house."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from glascampus.basics.clock import now as this_moment
from glascampus.commons.monday import actions, reads
from glascampus.commons.monday.models import MondayLetter, Subscription
from glascampus.commons.outbox.rules import Sample
from glascampus.commons.roll.rules import Check, Erased, Keep, Personal, Tick


def checks() -> list[Check]:
    """One letter a week."""
    return [Check("outbox", reads.faults)]


def ticks() -> list[Tick]:
    """Looked at every minute; written once a week."""
    return [Tick("monday.send", 60, lambda now: actions.send_letters(now=now))]


def retention() -> list[Keep]:
    """Who has it, and that it was written; its text goes with the mail."""
    return [
        Keep(
            "monday.Subscription", _("wer den Montagsbrief bekommt"), None, personal=True, basis="consent",
            rule="retention.accounts_days", goes_with="roles.User",
        ),
        Keep(
            "monday.MondayLetter", _("jeden Montagsbrief nur einmal schicken"), 60, personal=True, basis="consent",
            past=lambda before: MondayLetter.objects.filter(made_at__lt=before),
        ),
    ]  # fmt: skip


def personal() -> list[Personal]:
    """Found by mailbox."""
    return [Personal("monday", _export, _erase)]


def _export(email: str) -> dict[str, list[dict[str, object]]]:
    wants = Subscription.objects.filter(user__email__iexact=email).values("language", "made_at")
    letters = MondayLetter.objects.filter(user__email__iexact=email).values("week", "made_at")
    return {"monday.subscription": [dict(row) for row in wants], "monday.mondayletter": [dict(row) for row in letters]}


def _erase(email: str, now: datetime) -> Erased:
    return Erased({"monday": actions.forget(email=email)})


def mail_samples() -> list[Sample]:
    """The letter as it would be now."""
    return [Sample("monday", lambda: reads.newest_for_mail(this_moment()))]
