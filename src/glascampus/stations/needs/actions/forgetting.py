"""The words of a person go, the numbers stay."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db.models import QuerySet

from glascampus.basics.tokens import fingerprint
from glascampus.stations.needs.models import Answer, Statement


def forget(*, email: str, now: datetime) -> dict[str, int]:
    """Part of ``people erase``, which writes the line: statements stay as numbers without a word of the person.

    Unconfirmed ones never counted and go. A firm stays one firm, under a new random key.
    """
    mine = Statement.objects.filter(email__iexact=email)
    gone = mine.filter(confirmed_at=None).delete()[0]
    answers = Answer.objects.filter(statement__in=mine).update(text="")
    keys = {firm: fingerprint(secrets.token_hex(20)) for firm in mine.exclude(firm="").values_list("firm", flat=True)}
    for old, new in keys.items():
        mine.filter(firm=old).update(firm=new)
    changed = mine.update(wish="", organisation_name="", organisation=None, email="", erased_at=now)
    return {"needs.statement": gone + changed, "needs.answer": answers}


def end_statements(rows: QuerySet[Statement], now: datetime) -> int:
    """Part of the daily end of what is past, which writes the line: the words go, the numbers stay as proof of demand."""
    pks = list(rows.values_list("pk", flat=True))
    ended = Statement.objects.filter(pk__in=pks)
    Answer.objects.filter(statement__in=pks).update(text="")
    for key in ended.exclude(firm="").values_list("firm", flat=True).distinct():
        ended.filter(firm=key).update(firm=fingerprint(secrets.token_hex(20)))
    return ended.update(wish="", organisation_name="", organisation=None, email="", erased_at=now)
