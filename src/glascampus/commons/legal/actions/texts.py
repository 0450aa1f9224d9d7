"""New versions of legal texts, and the office's own rows of the rulebook."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from glascampus.basics.clock import today
from glascampus.commons.campuses.actions import renew
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import note, remove
from glascampus.commons.legal.access import may_change_legal
from glascampus.commons.legal.models import LegalText, Rule
from glascampus.commons.legal.reads import shipped_row, text_of
from glascampus.commons.legal.rules import RuleNotKept, read_value, stored
from glascampus.commons.roles.access import demand
from glascampus.commons.roles.models import User


@transaction.atomic
def keep_text(
    *, campus: Campus, kind: str, text_de: str, text_en: str, by: Any, now: datetime, valid_from: date | None = None
) -> LegalText:
    """The next version of a legal text; the same words from the same day make none, the one that holds is given back.

    Raises:
        NotAllowed: not the office.
    """
    demand(may_change_legal(by))
    Campus.objects.select_for_update().get(pk=campus.pk)  # numbers follow each other
    first = valid_from or today(now)
    if (known := text_of(kind, now)) and (known.text_de, known.text_en) == (text_de, text_en) and first <= today(now):
        return known
    newest = LegalText.objects.filter(kind=kind).order_by("-number").first()
    made = LegalText(
        campus=campus, kind=kind, number=newest.number + 1 if newest else 1, text_de=text_de, text_en=text_en, valid_from=first,
        made_at=now, made_by=by if isinstance(by, User) else None,
    )  # fmt: skip
    made.full_clean()
    made.save()
    renew(campus=campus)
    note(by=by, deed="legal.text_kept", thing=made, now=now, kind=kind, number=made.number)
    return made


@transaction.atomic
def keep_rule(
    *, campus: Campus, key: str, value: str, valid_from: date, valid_to: date | None = None, source_title: str, source_url: str = "",
    by: Any, now: datetime,
) -> Rule:  # fmt: skip
    """A row of the office's own for a rule that the product ships; it wins from its day.

    Raises:
        NotAllowed: not the office.
        RuleNotKept: unknown key, a value of another kind, or a second row from the same day.
    """
    demand(may_change_legal(by))
    shipped = shipped_row(key)
    if shipped is None:
        raise RuleNotKept("rule_unknown", field="key")
    if Rule.objects.filter(key=key, valid_from=valid_from).exists():
        raise RuleNotKept("rule_twice", field="valid_from")
    rule = Rule(
        campus=campus, key=key, value=stored(read_value(value, shipped.value)), valid_from=valid_from, valid_to=valid_to,
        source_title=source_title, source_url=source_url, checked_on=today(now),
    )  # fmt: skip
    rule.full_clean()
    rule.save()
    renew(campus=campus)
    note(by=by, deed="legal.rule_kept", thing=rule, now=now, key=key)
    return rule


@transaction.atomic
def remove_rule(*, rule: Rule, by: Any, now: datetime) -> None:
    """Take an own row back; the shipped one holds again.

    Raises:
        NotAllowed: not the office.
    """
    demand(may_change_legal(by))
    renew(campus=rule.campus)
    remove(thing=rule, by=by, now=now, deed="legal.rule_removed")
