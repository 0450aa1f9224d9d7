"""What the campus keeps of organisations, and of those who act for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from glascampus.basics.reason import Reason
from glascampus.basics.slugs import free_slug
from glascampus.basics.text import Text
from glascampus.commons.organisations import actions, reads
from glascampus.commons.organisations.models import Membership, Organisation
from glascampus.commons.roll.rules import Erased, Findable, IntakeKind, Keep, Look, Personal, Row, Taking, intake_column


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


# Lists from a spreadsheet


def intake_kinds() -> list[IntakeKind]:
    """Firms and partners."""
    columns = [
        intake_column("name", gettext_lazy("Name"), "name|betrieb|firma|organisation|company", 200, required=True),
        intake_column("town", gettext_lazy("Stadt"), "ort|stadt|town|city", 80),
        intake_column("url", gettext_lazy("Website"), "webseite|internet|url|web|website", 400),
    ]
    return [
        IntakeKind(
            "organisations", gettext_lazy("Betriebe und Partner"), columns, same=lambda row, _taking: row["name"].casefold(),
            look=_look, make=_make, unmake=_unmake,
        )
    ]  # fmt: skip


def _look(rows: Sequence[Row], taking: Taking) -> list[Look]:
    known = {name.casefold() for name in Organisation.objects.values_list("name", flat=True)}
    return [Look(_faults(row["url"]), row["name"].casefold() in known) for row in rows]


def _faults(url: str) -> list[tuple[str, Reason]]:
    return [("url", Reason("row_url_wrong"))] if url and not url.startswith(("https://", "http://")) else []


def _make(rows: Sequence[Row], taking: Taking) -> list[int]:
    return [_organisation(row, taking).pk for row in rows]


def _organisation(row: Row, taking: Taking) -> Organisation:
    slug = slugify(row["name"])[:60] or "betrieb"
    taken = set(Organisation.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    new = Organisation(campus=taking.campus)
    return actions.keep_organisation(organisation=new, by=taking.by, now=taking.now, slug=free_slug(slug, taken), **row)


def _unmake(pk: int, by: Any, now: datetime) -> None:
    for organisation in Organisation.objects.filter(pk=pk):
        actions.remove_organisation(organisation=organisation, by=by, now=now)
