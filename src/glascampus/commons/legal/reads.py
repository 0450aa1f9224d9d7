"""Legal texts of a day, the rulebook with the office's rows, remarks, and the record of processing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import EmailField, QuerySet
from django.db.models.fields import Field
from django_scopes import get_scope

from glascampus.basics.clock import today
from glascampus.basics.rulebook import Row, Rulebook, shipped, stale
from glascampus.basics.source import Source
from glascampus.commons.campuses.models import Campus
from glascampus.commons.campuses.reads import kept
from glascampus.commons.legal.models import Feedback, LegalText, Rule, Sweep
from glascampus.commons.legal.rules import limit_of, restored, sha256
from glascampus.commons.roles.access import is_office
from glascampus.commons.roll.reads import announced
from glascampus.commons.roll.rules import Keep

AT_BOOKING = (LegalText.Kind.TERMS, LegalText.Kind.WITHDRAWAL, LegalText.Kind.PRIVACY)


def texts_on(day: date) -> dict[str, LegalText]:
    """The version of each legal text that holds on a day; one query. Of two that begin the same day the newer one holds."""
    found: dict[str, LegalText] = {}
    for text in LegalText.objects.filter(valid_from__lte=day).order_by("valid_from", "number"):
        found[text.kind] = text
    return found


def text_of(kind: str, now: datetime) -> LegalText | None:
    """The version of one legal text that holds at ``now``."""
    return LegalText.objects.filter(kind=kind, valid_from__lte=today(now)).order_by("-valid_from", "-number").first()


@dataclass(frozen=True, slots=True)
class ShownTexts:
    """What whoever books is shown: the terms word for word, and which version of each text, in which language."""

    terms: str
    versions: list[dict[str, object]]
    has: frozenset[str]


def shown_at_booking(language: str, now: datetime) -> ShownTexts:
    """The texts of the booking page as they stand at ``now``."""
    return _shown_on(language, today(now))


@kept
def _shown_on(language: str, day: date) -> ShownTexts:
    texts = {kind: text for kind, text in texts_on(day).items() if kind in AT_BOOKING and text.text}
    versions: list[dict[str, object]] = [
        {"kind": kind, "text": text.pk, "number": text.number, "language": language, "sha256": sha256(text.text.within(language))}
        for kind, text in sorted(texts.items())
    ]  # fmt: skip
    terms = texts.get(LegalText.Kind.TERMS)
    return ShownTexts(terms.text.within(language) if terms else "", versions, frozenset(texts))


def text_as_shown(versions: list[dict[str, Any]], kind: str) -> str:
    """The words of one text as a booking was shown them, or ""."""
    for version in versions:
        if version["kind"] == kind and (words := _words_of(version["text"], str(version["language"]))):
            return words
    return ""


@kept
def _words_of(pk: int, language: str) -> str:
    text = LegalText.objects.filter(pk=pk).first()
    return text.text.within(language) if text else ""


def missing_texts(day: date) -> list[str]:
    """The kinds of legal text of which no version with words holds on a day."""
    there = {kind for kind, text in texts_on(day).items() if text.text}
    return [kind for kind in LegalText.Kind.values if kind not in there]


def is_demo() -> bool:
    """Whether the campus in scope is a demo."""
    campus = get_scope().get("campus")
    return isinstance(campus, Campus) and campus.is_demo


def texts_seen_by(user: Any) -> QuerySet[LegalText]:
    """Every version, for the office."""
    return LegalText.objects.select_related("made_by") if is_office(user) else LegalText.objects.none()


def shipped_row(key: str) -> Row | None:
    """The newest shipped row of a key."""
    return max((row for row in shipped() if row.key == key), key=lambda row: row.valid_from, default=None)


@kept
def own_rows() -> list[Row]:
    """The office's rows; where one begins, the one before it ends."""
    rows: list[Row] = []
    following: dict[str, date] = {}
    for rule in Rule.objects.order_by("key", "-valid_from"):
        rows.append(_row(rule, following.get(rule.key)))
        following[rule.key] = rule.valid_from
    return rows


def _row(rule: Rule, following: date | None) -> Row:
    like = shipped_row(rule.key)
    last = following - timedelta(days=1) if following else None
    ends = [day for day in (rule.valid_to, last) if day]
    return Row(
        key=rule.key, value=restored(rule.value, like.value if like else None), valid_from=rule.valid_from,
        valid_to=min(ends, default=None), source=Source(rule.source_title, rule.source_url, rule.checked_on), mark="K",
        checked_on=rule.checked_on,
    )  # fmt: skip


def rulebook(on: date) -> Rulebook:
    """The rules of a day as this campus has them; one query until they change."""
    return Rulebook(on=on, overrides=own_rows())


def unchecked(on: date) -> list[Row]:
    """Rows that hold and that nobody has looked at for two years."""
    return stale(on, rulebook(on).rows())


def rules_seen_by(user: Any) -> QuerySet[Rule]:
    """The office's own rows."""
    return Rule.objects.all() if is_office(user) else Rule.objects.none()


def feedback_seen_by(user: Any) -> QuerySet[Feedback]:
    """What people could not use, for the office."""
    return Feedback.objects.all() if is_office(user) else Feedback.objects.none()


def unanswered() -> QuerySet[Feedback]:
    """Remarks that wait for the office, oldest first."""
    return Feedback.objects.filter(answered_at=None).order_by("received_at")


def swept(day: date) -> Sweep | None:
    """What was ended on a day, or None while that is still to be done."""
    return Sweep.objects.filter(day=day).first()


@dataclass(frozen=True, slots=True)
class Processing:
    """One row of the record of processing (Art. 30 DSGVO), made from a model and its announcement."""

    keep: Keep
    columns: tuple[str, ...]
    limit: tuple[int, str] | None
    source: str


def processing(on: date) -> list[Processing]:
    """Every table that holds something of a person; nothing is listed by hand."""
    rules = rulebook(on)
    return [
        Processing(keep, tuple(columns_of(keep.model)), limit_of(keep, rules), _source(keep, rules))
        for keep in announced("retention")
        if keep.personal
    ]


def _source(keep: Keep, rules: Rulebook) -> str:
    return rules.row(keep.rule).source.title if keep.rule else ""


def columns_of(model: str) -> Iterator[str]:
    """The columns of a table that are words, days or relations; numbers of rows and keys say nothing of a person."""
    for field in _table(model)._meta.concrete_fields:
        if not field.primary_key and field.name not in {"campus", "example"}:
            yield field.name


def mailboxes(model: Any) -> list[Field[Any, Any]]:
    """Columns that hold a mailbox."""
    return [field for field in model._meta.concrete_fields if isinstance(field, EmailField)]


def _table(label: str) -> Any:
    return next(model for model in apps.get_models() if model._meta.label == label)


def sweeps() -> QuerySet[Sweep]:
    """The days on which what was past its time was ended, newest first."""
    return Sweep.objects.order_by("-day")
