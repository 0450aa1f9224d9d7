"""Legal texts, made as the office makes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.legal.actions import give_feedback, keep_text
from glascampus.commons.legal.models import Feedback, LegalText
from tests.build.commons import NOW


def text(
    campus: Campus, kind: str = "terms", german: str = "Erste Fassung", *, valid_from: date | None = None, **more: Any
) -> LegalText:
    """A version of a legal text in force since 2026-01-01."""
    values = {"text_en": f"{german} (en)", "by": SYSTEM, "now": NOW, **more}
    return keep_text(campus=campus, kind=kind, text_de=german, valid_from=valid_from or date(2026, 1, 1), **values)


def feedback(campus: Campus, what: str = "Der Knopf spricht nicht", *, now: datetime = NOW, **more: Any) -> Feedback:
    """A remark on accessibility."""
    values = {"place": "/kurse/", "email": "dora@example.org", "language": "de", **more}
    return give_feedback(campus=campus, what=what, by=SYSTEM, now=now, **values)
