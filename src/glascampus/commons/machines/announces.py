"""What programs add to the lists of the house."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from glascampus.commons.machines import actions, reads
from glascampus.commons.machines.models import Reply
from glascampus.commons.roll.rules import Check, Keep, Tick


def checks() -> list[Check]:
    """Kept answers open with the keys at hand."""
    return [Check("keys", reads.faults)]


def ticks() -> list[Tick]:
    """Answers are kept for 72 hours."""
    return [Tick("machines.tidy", 900, _tidy)]


def _tidy(now: datetime) -> int:
    return actions.tidy(now=now)


def retention() -> list[Keep]:
    """Neither holds a name: answers to programs carry ids and states only."""
    return [
        Keep("machines.Token", _("Zeigt, welches Programm was darf."), None),
        Keep(
            "machines.Reply",
            _(
                "Gibt derselben Anfrage dieselbe Antwort (72 Stunden, verschlossen); danach ist ihr Schlüssel verbraucht."
            ),
            365,
            past=lambda before: Reply.objects.filter(made_at__lt=before),
        ),
    ]
