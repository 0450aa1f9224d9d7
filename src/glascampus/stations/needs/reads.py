"""What one may see of needs. The words of a statement are seen by the office and by whoever holds its private link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, DateTimeField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Sum, Value

from glascampus.basics.tokens import fingerprint
from glascampus.commons.campuses.reads import link_token
from glascampus.commons.desk.reads import holding
from glascampus.commons.organisations.reads import organisations_of
from glascampus.commons.people.reads import mailbox_of
from glascampus.commons.roles.access import is_office
from glascampus.engines.disclosure import Shown, protect_one
from glascampus.stations.needs import rules, words
from glascampus.stations.needs.models import Answer, Evidence, Statement, Topic
from glascampus.stations.needs.rules import Found, Said, Stage, Strength


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic with its strength as this reader may see it: exact for the office, without small numbers for others.

    ``would_send`` are the people firms named here; None where too few firms did for it to be shown.
    """

    topic: Topic
    strength: Strength
    firms_shown: Shown
    at_least: bool
    would_send: int | None

    @property
    def summary(self) -> str:
        """Says "6 Betriebe, 4 Gespräche" in the reader's language."""
        return words.evidence_text(self.strength, self.firms_shown, at_least=self.at_least)


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One piece of evidence as a page shows it; ``evidence`` is None for what firms stated here."""

    kind: str
    says: str
    firms: str
    dated: str
    source_title: str = ""
    source_url: str = ""
    example: bool = False
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers for home and impact, as the public may see them. ``firms`` counts mentions, topic by topic."""

    topics: int
    statements: Shown
    firms: Shown
    at_least: bool

    @property
    def firms_text(self) -> str:
        """Says "mindestens 6 Betriebe"."""
        return words.firms_text(self.firms, at_least=self.at_least)


# Topics


def topics_seen_by(user: Any) -> QuerySet[Topic]:
    """Every topic is public."""
    return Topic.objects.all()


def topic_rows(user: Any) -> list[TopicRow]:
    """All topics, strongest first. Others than the office see an order made of published numbers only."""
    return _rows(topics_seen_by(user), exact=is_office(user))


def topic_strengths(topic_ids: Collection[int], user: Any = None) -> dict[int, TopicRow]:
    """The rows of some topics by id; without ``user`` as the public sees them."""
    topics = topics_seen_by(user).filter(pk__in=topic_ids)
    return {row.topic.pk: row for row in _rows(topics, exact=user is not None and is_office(user))}


def rows_of(topics: Iterable[Topic], user: Any) -> list[TopicRow]:
    """The rows of topics that are at hand already, strongest first."""
    return _rows(topics, exact=is_office(user))


def rows_and_asked(user: Any) -> tuple[list[TopicRow], list[tuple[str, int | None, datetime]]]:
    """All topics as ``topic_rows``, and (firm, topic, moment) of every confirmed statement: two queries for both."""
    said, found, asked = _said_and_found()
    return _sorted_rows(topics_seen_by(user), said, found, exact=is_office(user)), asked


def _rows(topics: Iterable[Topic], *, exact: bool) -> list[TopicRow]:
    said, found, _ = _said_and_found()
    return _sorted_rows(topics, said, found, exact=exact)


def _sorted_rows(
    topics: Iterable[Topic], said: dict[int, list[Said]], found: dict[int, list[Found]], *, exact: bool
) -> list[TopicRow]:
    rows = [_row(topic, said[topic.pk], found[topic.pk], exact=exact) for topic in topics]
    return sorted(rows, key=lambda row: (*(-n for n in row.strength.key), str(row.topic.title)))


def _row(topic: Topic, said: list[Said], found: list[Found], *, exact: bool) -> TopicRow:
    if exact:
        strength = rules.strength_of(said, found)
        sent = sum(one.people for one in said if one.firm)
        return TopicRow(topic, strength, Shown(strength.firms, "exact"), at_least=False, would_send=sent)
    public = rules.public_strength(said, found)
    by_firms = rules.public_people([one for one in said if one.firm])
    hidden = not by_firms and any(one.firm for one in said)
    return TopicRow(topic, public.strength, public.firms, public.at_least, None if hidden else by_firms)


def _said_and_found() -> tuple[dict[int, list[Said]], dict[int, list[Found]], list[tuple[str, int | None, datetime]]]:
    """What was stated here and what was found elsewhere, by topic; one query, since many pages need both.

    The third part is (firm, topic, moment) of every confirmed statement, also of those without a topic.
    """
    nothing, never = Value(None, output_field=IntegerField()), Value(None, output_field=DateTimeField())
    stated = counted().order_by().values_list("topic_id", Value(""), "firm", nothing, "people", "stated_at")
    elsewhere = Evidence.objects.order_by().values_list("topic_id", "kind", Value(""), "firms", "people", never)
    said: dict[int, list[Said]] = defaultdict(list)
    found: dict[int, list[Found]] = defaultdict(list)
    asked: list[tuple[str, int | None, datetime]] = []
    for topic, kind, firm, firms, people, at in stated.union(elsewhere, all=True):
        if kind:
            found[topic].append(Found(kind, firms, people))
            continue
        asked.append((firm, topic, at))
        if topic is not None:
            said[topic].append(Said(firm, people))
    return said, found, asked


def evidence_seen_by(user: Any) -> QuerySet[Evidence]:
    """The rows themselves, to be worked on: the office's."""
    return Evidence.objects.select_related("topic") if is_office(user) else Evidence.objects.none()


def evidence_rows(topic: Topic, user: Any) -> list[EvidenceRow]:
    """What a topic stands on, newest first: what was stated here as one row, then each piece of evidence.

    A count of one or two firms is not shown. What was stated stays one row with its span of time: rows for each month
    beside a total would give small months away.
    """
    return _evidence_rows(topic.evidence.all(), _stated(topic), exact=is_office(user))


def topic_with_evidence(slug: str, user: Any) -> tuple[TopicRow, list[EvidenceRow]] | None:
    """A topic's row and what it stands on; two queries: a row per piece of evidence, and what was stated."""
    fields = {f"of_{field.attname}": field.attname for field in Evidence._meta.concrete_fields}
    joined: QuerySet[Any] = (
        topics_seen_by(user)
        .filter(slug=slug)
        .annotate(**{name: F(f"evidence__{field}") for name, field in fields.items()})
    )
    rows = list(joined.order_by("-of_dated", "of_id"))
    if not rows:
        return None
    pieces = [Evidence(**{field: getattr(row, name) for name, field in fields.items()}) for row in rows if row.of_id]
    topic, exact, stated = rows[0], is_office(user), _stated(rows[0])
    said = [Said(firm, people) for _, firm, people in stated]
    found = [Found(piece.kind, piece.firms, piece.people) for piece in pieces]
    return _row(topic, said, found, exact=exact), _evidence_rows(pieces, stated, exact=exact)


def _stated(topic: Topic) -> list[tuple[datetime, str, int]]:
    return list(counted().filter(topic=topic).order_by("stated_at").values_list("stated_at", "firm", "people"))


def _evidence_rows(
    pieces: Iterable[Evidence], stated: list[tuple[datetime, str, int]], *, exact: bool
) -> list[EvidenceRow]:
    rows = [_evidence_row(piece, exact=exact) for piece in pieces]
    return [_stated_row(stated, exact=exact), *rows] if stated else rows


def _evidence_row(evidence: Evidence, *, exact: bool) -> EvidenceRow:
    count = evidence.firms or 0
    shown = Shown(count, "exact") if exact else protect_one(count)
    firms = words.firms_text(shown) if shown.kind == "exact" else ""
    return EvidenceRow(
        str(evidence.get_kind_display()), str(evidence.says), firms, words.dated_text(evidence.dated),
        evidence.source_title, evidence.source_url, evidence.example, evidence,
    )  # fmt: skip


def _stated_row(stated: list[tuple[datetime, str, int]], *, exact: bool) -> EvidenceRow:
    count = rules.firms_of([Said(firm, people) for _, firm, people in stated])
    shown = Shown(count, "exact") if exact else protect_one(count)
    firms = words.firms_text(shown) if shown.kind == "exact" else ""
    months = [words.month_text(stated[0][0]), words.month_text(stated[-1][0])]
    return EvidenceRow(str(Evidence.Kind.STATED.label), words.stated_text(), firms, words.span_text(*months))


def figures(public_rows: Collection[TopicRow] | None = None) -> Figures:
    """How many topics, confirmed statements and firms there are, with no number that could give a small one away.

    ``public_rows`` are all topics as the public sees them, where they are at hand already.
    """
    rows = _rows(Topic.objects.all(), exact=False) if public_rows is None else public_rows
    known = sum(row.strength.firms for row in rows)
    small = any(row.at_least or row.firms_shown.kind != "exact" for row in rows)
    statements = Shown(None, "hidden") if small else protect_one(counted().count())
    firms = Shown(known, "exact") if known or not small else Shown(None, "hidden")
    return Figures(len(rows), statements, firms, at_least=bool(small and known))


def find_topics(rows: Iterable[TopicRow], typed: str) -> list[TopicRow]:
    """Those of some rows whose title bears all the words, in either language."""
    parts = typed.casefold().split()
    titles = [(f"{row.topic.title_de} {row.topic.title_en}".casefold(), row) for row in rows]
    return [row for title, row in titles if all(part in title for part in parts)]


# Statements


def statements_seen_by(user: Any) -> QuerySet[Statement]:
    """The office sees all, everyone else none; who holds a private link comes by ``statement_by_token``."""
    return Statement.objects.all() if is_office(user) else Statement.objects.none()


def counted() -> QuerySet[Statement]:
    """Statements that count: confirmed, and not split into parts that count instead."""
    return Statement.objects.filter(confirmed_at__isnull=False).exclude(
        Exists(Statement.objects.filter(split_from=OuterRef("pk")))
    )


def stated_between(since: datetime, now: datetime) -> tuple[int, int]:
    """How many needs were stated and confirmed within a time, and for how many people."""
    found = counted().filter(stated_at__gte=since, stated_at__lt=now).aggregate(n=Count("pk"), people=Sum("people"))
    return found["n"], found["people"] or 0


def office_statements(user: Any) -> QuerySet[Statement]:
    """Statements for the office's list with counts of parts and answers."""
    return (
        statements_seen_by(user)
        .select_related("topic")
        .annotate(part_count=Count("parts", distinct=True), answer_count=Count("answers", distinct=True))
    )


def in_stage(rows: QuerySet[Statement], state: str) -> QuerySet[Statement]:
    """Those of ``office_statements`` that are open, joined or unconfirmed."""
    unjoined = Q(topic=None, part_count=0)
    chosen = {
        "open": Q(confirmed_at__isnull=False) & (unjoined | Q(answer_count=0, part_count=0)),
        "joined": Q(topic__isnull=False),
        "unconfirmed": Q(confirmed_at=None),
    }
    return rows.filter(chosen.get(state, Q()))


def find_statements(rows: QuerySet[Statement], words: str) -> QuerySet[Statement]:
    """Those whose wish, firm, topic or number bears the words."""
    return holding(rows, words, "wish", "organisation_name", "code", "topic__title_de", "topic__title_en")


def answered_or_not(rows: QuerySet[Statement], which: str) -> QuerySet[Statement]:
    """Those with an answer (``ja``), or without one."""
    answered = Exists(Answer.objects.filter(statement=OuterRef("pk")))
    return rows.filter(answered if which == "ja" else ~answered)


def statement_by_token(token: str) -> Statement | None:
    """The statement a lasting private link opens."""
    return Statement.objects.select_related("topic", "organisation").filter(link=fingerprint(token)).first()


def statement_to_confirm(token: str) -> Statement | None:
    """The statement a confirmation link belongs to, confirmed or not."""
    return Statement.objects.filter(confirm_link=fingerprint(token)).first()


def token_of(statement: Statement) -> str:
    """The token of the lasting private link."""
    return link_token("needs.statement", statement.code)


def confirm_token_of(statement: Statement) -> str:
    """The token of the confirmation link."""
    return link_token("needs.confirm", statement.code)


def own_statements_seen_by(user: Any) -> QuerySet[Any]:
    """What somebody stated from the mailbox they have proven, newest first, with counts of parts and answers."""
    mail = mailbox_of(user)
    return _whole_statements(Q(email__iexact=mail) if mail else Q(pk__in=[]))


def firm_statements_seen_by(user: Any) -> QuerySet[Any]:
    """What was stated for an organisation for which ``user`` acts; a typed name opens nothing."""
    return _whole_statements(Q(organisation__in=organisations_of(user)))


def _whole_statements(which: Q) -> QuerySet[Any]:
    whole = Statement.objects.filter(which, split_from=None).select_related("topic")
    return whole.annotate(part_count=Count("parts", distinct=True), answer_count=Count("answers", distinct=True))


def stage_of(statement: Statement) -> Stage:
    """How far a statement has come; asks for its parts unless they were counted already."""
    parts = getattr(statement, "part_count", None)
    split = statement.parts.exists() if parts is None else bool(parts)
    return rules.stage_of(confirmed=bool(statement.confirmed_at), joined=bool(statement.topic_id), split=split)


def parts_of(statement: Statement) -> list[Statement]:
    """What a statement was split into."""
    return list(statement.parts.select_related("topic").order_by("pk"))


def answers_of(statement: Statement) -> list[Answer]:
    """What the office wrote back, oldest first; a part also shows what was answered to the whole."""
    whole = [pk for pk in (statement.pk, statement.split_from_id) if pk]
    return list(Answer.objects.filter(statement__in=whole))


def answered_ids() -> set[int]:
    """Statements that got an answer, themselves or as the whole they were split from."""
    direct = set(Answer.objects.values_list("statement_id", flat=True))
    return direct | set(Statement.objects.filter(split_from__in=direct).values_list("pk", flat=True))


# For the roll


@dataclass(frozen=True, slots=True)
class Linked:
    """A statement with the ends of its links, for ``verify``."""

    pk: int
    campus_id: int
    topic_id: int | None
    topic_campus_id: int | None
    is_confirmed: bool
    people: int
    parts: tuple[int, ...]


def linked_statements() -> list[Linked]:
    """Every statement with its topic's campus and the people of its parts."""
    topics = dict(Topic._base_manager.values_list("pk", "campus_id"))
    rows = list(
        Statement.objects.order_by("pk").values_list(
            "pk", "campus_id", "topic_id", "confirmed_at", "people", "split_from"
        )
    )
    parts: dict[int, list[int]] = defaultdict(list)
    for *_, people, whole in rows:
        if whole:
            parts[whole].append(people)
    return [
        Linked(
            pk,
            campus,
            topic,
            topics.get(topic) if topic else None,
            confirmed is not None,
            people,
            tuple(parts.get(pk, ())),
        )
        for pk, campus, topic, confirmed, people, _ in rows
    ]


def personal_rows(email: str) -> dict[str, list[dict[str, object]]]:
    """Everything this station keeps under a mailbox."""
    mine = Statement.objects.filter(email__iexact=email)
    fields = (
        "code",
        "wish",
        "people",
        "wanted_by",
        "organisation_name",
        "email",
        "language",
        "stated_at",
        "confirmed_at",
    )
    answers = Answer.objects.filter(statement__in=mine).values("statement__code", "text", "at")
    return {"needs.statement": list(mine.values(*fields)), "needs.answer": list(answers)}


def slugs() -> list[str]:
    """Addresses of all topics."""
    return list(Topic.objects.values_list("slug", flat=True))


def newest_for_mail() -> tuple[str, dict[str, object]] | None:
    """What the newest need's mails are made of, for a preview; None while there is no need with a mailbox."""
    statement = Statement.objects.exclude(email="").order_by("-stated_at", "-pk").first()
    if statement is None:
        return None
    context = {
        "statement": statement,
        "token": token_of(statement),
        "confirm_token": confirm_token_of(statement),
        "text": "…",
    }
    return statement.organisation_name or statement.code, context


def statements_with_words_before(before: datetime) -> QuerySet[Statement]:
    """Statements from before a moment that still hold words of the person."""
    return Statement.objects.filter(stated_at__lt=before, erased_at=None)
