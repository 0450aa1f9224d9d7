"""What the campus keeps of organisations, and of those who act for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from glascampus.basics.text import Text
from glascampus.commons.organisations import actions, reads
from glascampus.commons.organisations.models import Membership
from glascampus.commons.roll.rules import Erased, Findable, Keep, Personal


def retention() -> list[Keep]:
    """Organisations are no private persons; who acts for them is one."""
    return [
        Keep("organisations.Organisation", "partners and customers of the campus", None),
        Keep(
            "organisations.Membership", gettext_lazy("wer für einen Betrieb handelt"), None, personal=True, basis="contract",
            recipients=("office", "person"), rule="retention.memberships_days", past=lambda before: Membership.objects.filter(ended_at__lt=before),
        ),
    ]  # fmt: skip


def personal() -> list[Personal]:
    """Found by e-mail address."""
    return [Personal("organisations", _export, _erase)]


def _export(email: str) -> dict[str, list[dict[str, object]]]:
    found = Membership.objects.filter(user__email__iexact=email).values("organisation__name", "made_at", "ended_at")
    return {"organisations.membership": [dict(row) for row in found]}


def _erase(email: str, now: datetime) -> Erased:
    return Erased({"organisations.membership": actions.forget(email=email)})


def findable(user: Any, now: datetime) -> Iterator[Findable]:
    """The partners everybody sees on their page."""
    for one in reads.organisations_seen_by(user).filter(is_public=True):
        yield Findable("partner", Text(one.name), "web:partners", summary=one.role, more=(Text(one.town),))


def office_findable(user: Any, now: datetime) -> Iterator[Findable]:
    """Every firm, school and authority."""
    for one in reads.organisations_seen_by(user):
        about = Text(" · ".join(part for part in (one.town, one.role_de) if part))
        yield Findable("organisation", Text(one.name), "web:organisation_edit", (one.pk,), summary=about)
