"""Stating, confirming, joining, splitting, correcting, answering, forgetting."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django_scopes import scope, scopes_disabled

from glascampus.basics.reason import NotAllowed
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import StillUsed
from glascampus.commons.journal.models import Line
from glascampus.commons.journal.rules import GUEST
from glascampus.commons.outbox.models import Mail
from glascampus.commons.roles.models import User
from glascampus.commons.roll.rules import Section
from glascampus.stations.needs import actions, announces, reads
from glascampus.stations.needs.models import Answer, Evidence, Statement, Topic
from tests.build import needs as build


def test_a_stated_need_counts_only_after_its_confirmation(campus: Campus, now: datetime) -> None:
    statement = build.stated(campus)
    assert not reads.counted().exists()

    actions.confirm_statement(token=reads.confirm_token_of(statement), now=now)

    assert list(reads.counted()) == [statement]
    assert [mail.kind for mail in Mail.objects.order_by("pk")] == ["needs.confirm", "needs.confirmed"]
    assert list(Line.objects.order_by("pk").values_list("deed", flat=True)) == ["needs.stated", "needs.confirmed"]


def test_the_mails_carry_their_links(campus: Campus, now: datetime) -> None:
    statement = build.confirmed(campus)
    first, second = (mail.body for mail in Mail.objects.order_by("pk"))

    assert f"/bedarf/bestaetigen/{reads.confirm_token_of(statement)}/" in first
    assert reads.token_of(statement) not in first
    assert f"/bedarf/stand/{reads.token_of(statement)}/" in second
    assert reads.statement_by_token(reads.token_of(statement)) == statement


def test_a_mail_speaks_the_language_of_its_reader(campus: Campus) -> None:
    build.stated(campus, language="en")

    mail = Mail.objects.get()

    assert mail.subject == "Please confirm your need"
    assert "/en/bedarf/bestaetigen/" in mail.body


def test_confirming_again_changes_nothing(campus: Campus, now: datetime) -> None:
    statement = build.confirmed(campus)

    again = actions.confirm_statement(token=reads.confirm_token_of(statement), now=now + timedelta(days=1))

    assert again == statement
    assert again.confirmed_at == now
    assert (Mail.objects.count(), Line.objects.count()) == (2, 2)
    assert actions.confirm_statement(token="nonsense", now=now) is None


def test_the_same_words_within_a_minute_are_the_same_need(campus: Campus, now: datetime) -> None:
    first = build.stated(campus)

    assert build.stated(campus, now=now + timedelta(seconds=59)) == first
    assert build.stated(campus, now=now + timedelta(seconds=61)) != first


def test_a_third_unconfirmed_mail_in_a_day_is_refused(campus: Campus, now: datetime) -> None:
    build.stated(campus, "eins")
    build.stated(campus, "zwei", email="HR@example.org")

    with pytest.raises(actions.TooManyMails):
        build.stated(campus, "drei")

    assert (Statement.objects.count(), Mail.objects.count()) == (2, 2)
    assert build.stated(campus, "drei", now=now + timedelta(hours=25))


def test_who_confirms_may_state_as_many_as_there_are(campus: Campus) -> None:
    for n in range(4):
        build.confirmed(campus, wish=f"Wunsch {n}")

    assert reads.counted().count() == 4


def test_only_the_office_writes_on_behalf(campus: Campus, anna: User, bodo: User, now: datetime) -> None:
    told = actions.state_need(campus=campus, wish="Löten", people=2, by=anna, now=now, on_behalf=True)
    assert told.confirmed_at == now
    assert not Mail.objects.exists()

    for by in (bodo, GUEST):
        with pytest.raises(NotAllowed):
            actions.state_need(campus=campus, wish="Biegen", people=2, by=by, now=now, on_behalf=True)


def test_only_the_office_works_on_needs(campus: Campus, bodo: User, carla: User, now: datetime) -> None:
    topic, statement = build.topic(campus), build.confirmed(campus)
    proof = build.evidence(topic)
    deeds = [
        lambda by: actions.join(statement=statement, topic=topic, by=by, now=now),
        lambda by: actions.topic_from(statement=statement, by=by, now=now, title_de="Neu"),
        lambda by: actions.split(statement=statement, parts=[("a", 1), ("b", 5)], by=by, now=now),
        lambda by: actions.correct(
            statement=statement, by=by, now=now, wish="x", people=6, wanted_by=None, organisation_name=""
        ),
        lambda by: actions.answer(statement=statement, text="Ja", by=by, now=now),
        lambda by: actions.remove_statement(statement=statement, by=by, now=now),
        lambda by: actions.keep_topic(topic=topic, by=by, now=now, title_de="Anders"),
        lambda by: actions.remove_topic(topic=topic, by=by, now=now),
        lambda by: actions.add_evidence(topic=topic, by=by, now=now, kind="study", says_de="x"),
        lambda by: actions.remove_evidence(evidence=proof, by=by, now=now),
    ]
    lines = Line.objects.count()

    for deed in deeds:
        for by in (bodo, carla, GUEST):
            with pytest.raises(NotAllowed):
                deed(by)

    assert Line.objects.count() == lines


def test_a_topic_made_from_a_statement_holds_it(campus: Campus, anna: User, now: datetime) -> None:
    statement = build.confirmed(campus)
    lines = Line.objects.count()

    topic = actions.topic_from(statement=statement, by=anna, now=now, title_de="Glas prüfen")

    statement.refresh_from_db()
    assert (statement.topic, topic.slug, Line.objects.count()) == (topic, "glas-pruefen", lines + 1)


def test_a_second_topic_of_the_same_title_gets_its_own_address(campus: Campus) -> None:
    assert [build.topic(campus).slug for _ in range(3)] == [
        "glasfehler-erkennen",
        "glasfehler-erkennen-2",
        "glasfehler-erkennen-3",
    ]


def test_a_changed_topic_keeps_its_address(campus: Campus, anna: User, now: datetime) -> None:
    topic = build.topic(campus)

    actions.keep_topic(topic=topic, by=anna, now=now, title_de="Ganz anders")

    assert Topic.objects.get().slug == "glasfehler-erkennen"


def test_an_unconfirmed_need_is_joined_to_nothing(campus: Campus, anna: User, now: datetime) -> None:
    with pytest.raises(actions.NotConfirmed):
        actions.join(statement=build.stated(campus), topic=build.topic(campus), by=anna, now=now)


def test_a_topic_of_another_campus_is_refused(campus: Campus, other_campus: Campus, anna: User, now: datetime) -> None:
    with scope(campus=other_campus):
        foreign = build.topic(other_campus)

    with pytest.raises(ValidationError):
        actions.join(statement=build.confirmed(campus), topic=foreign, by=anna, now=now)


def test_parts_keep_the_reporter_and_lose_nobody(campus: Campus, anna: User, now: datetime) -> None:
    whole = build.confirmed(campus, build.topic(campus))
    lines = Line.objects.count()

    parts = actions.split(statement=whole, parts=[("Blasen", 2), ("Steinchen", 4)], by=anna, now=now)

    assert list(reads.counted().order_by("pk")) == parts
    assert {(part.email, part.firm, part.split_from, part.stated_at) for part in parts} == {
        (whole.email, whole.firm, whole, whole.stated_at)
    }
    assert [reads.statement_by_token(reads.token_of(part)) for part in parts] == parts
    assert Line.objects.count() == lines + 1


def test_a_split_that_does_not_fit_changes_nothing(campus: Campus, anna: User, now: datetime) -> None:
    whole = build.confirmed(campus)

    with pytest.raises(actions.SplitMustFit):
        actions.split(statement=whole, parts=[("Blasen", 2), ("Steinchen", 5)], by=anna, now=now)

    assert list(Statement.objects.all()) == [whole]


def test_what_was_split_is_neither_joined_nor_split_again(campus: Campus, anna: User, now: datetime) -> None:
    whole = build.confirmed(campus)
    actions.split(statement=whole, parts=[("Blasen", 2), ("Steinchen", 4)], by=anna, now=now)

    with pytest.raises(actions.AlreadySplit):
        actions.join(statement=whole, topic=build.topic(campus), by=anna, now=now)
    with pytest.raises(actions.AlreadySplit):
        actions.split(statement=whole, parts=[("Blasen", 2), ("Steinchen", 4)], by=anna, now=now)


def test_a_part_keeps_its_people(campus: Campus, anna: User, now: datetime) -> None:
    part, _ = actions.split(statement=build.confirmed(campus), parts=[("a", 2), ("b", 4)], by=anna, now=now)
    values = {"wish": "Blasen!", "wanted_by": None, "organisation_name": ""}

    with pytest.raises(actions.PartKeepsPeople):
        actions.correct(statement=part, by=anna, now=now, people=3, **values)

    actions.correct(statement=part, by=anna, now=now, people=2, **values)
    part.refresh_from_db()
    assert (part.wish, part.firm) == ("Blasen!", "")


def test_an_answer_is_mailed_with_the_private_link(campus: Campus, anna: User, now: datetime) -> None:
    statement = build.confirmed(campus)

    actions.answer(statement=statement, text="Im Mai gibt es <einen> Kurs & mehr.", by=anna, now=now)

    mail = Mail.objects.latest("pk")
    assert (mail.kind, mail.to) == ("needs.answer", "hr@example.org")
    assert "Im Mai gibt es <einen> Kurs & mehr." in mail.body
    assert reads.token_of(statement) in mail.body
    assert reads.answered_ids() == {statement.pk}


def test_a_topic_that_needs_lean_on_stays(campus: Campus, anna: User, now: datetime) -> None:
    topic, empty = build.topic(campus), build.topic(campus, "Leer")
    build.confirmed(campus, topic)
    build.evidence(empty)

    with pytest.raises(StillUsed):
        actions.remove_topic(topic=topic, by=anna, now=now)
    actions.remove_topic(topic=empty, by=anna, now=now)

    assert (list(Topic.objects.all()), Evidence.objects.count()) == ([topic], 0)


def test_evidence_without_a_real_date_is_refused(campus: Campus) -> None:
    with pytest.raises(actions.NoSuchDay):
        build.evidence(build.topic(campus), dated="2027-13")


def test_unconfirmed_needs_go_after_two_weeks(campus: Campus, now: datetime) -> None:
    build.stated(campus)
    kept = build.confirmed(campus, wish="bleibt")
    build.stated(campus, "neu", now=now + timedelta(days=10), email="neu@example.org")

    with scopes_disabled():
        gone = sum(tick.do(now + timedelta(days=15)) for tick in announces.ticks())

    assert gone == 1
    assert Statement.objects.filter(pk=kept.pk).exists()


def test_erasure_leaves_numbers_and_no_word(campus: Campus, anna: User, now: datetime) -> None:
    topic = build.topic(campus)
    build.firms(campus, topic, 2)
    mine = build.confirmed(
        campus,
        topic,
        wish="Kanarienvogel will lernen",
        organisation_name="Kanarienvogel KG",
        email="kanarienvogel@example.org",
    )
    actions.answer(statement=mine, text="Lieber Kanarienvogel", by=anna, now=now)
    build.stated(campus, "Kanarienvogel zwei", email="kanarienvogel@example.org")
    before = reads.topic_rows(anna)[0].strength
    (entry,) = announces.personal()
    assert "Kanarienvogel" in json.dumps(entry.export("kanarienvogel@example.org"), default=str)

    erased = entry.erase("kanarienvogel@example.org", now)

    rows = [*Statement.objects.all(), *Answer.objects.all(), *Line.objects.all()]
    assert "anarienvogel" not in serializers.serialize("json", rows)
    assert erased.rows == {"needs.statement": 2, "needs.answer": 1}
    assert reads.topic_rows(anna)[0].strength == before
    assert not any(entry.export("kanarienvogel@example.org").values())


def test_planted_faults_of_the_thread_are_named(
    campus: Campus, other_campus: Campus, anna: User, now: datetime
) -> None:
    topic = build.topic(campus)
    loose, whole, waiting = (
        build.confirmed(campus, topic),
        build.confirmed(campus, wish="ganz"),
        build.stated(campus, "neu"),
    )
    actions.split(statement=whole, parts=[("a", 2), ("b", 4)], by=anna, now=now)
    (check,) = announces.checks()
    assert check.look() == (5, [])
    with scope(campus=other_campus):
        foreign = build.topic(other_campus)

    Statement.objects.filter(pk=loose.pk).update(topic=foreign)
    Statement.objects.filter(pk=whole.pk).update(people=7, topic=topic)
    Statement.objects.filter(pk=waiting.pk).update(topic=topic)

    seen, faults = check.look()
    assert seen == 5
    assert {fault.where for fault in faults} == {f"needs.statement:{row.pk}" for row in (loose, whole, waiting)}
    assert len(faults) == 4


def test_the_board_names_what_waits(campus: Campus, anna: User, now: datetime) -> None:
    build.confirmed(campus, build.topic(campus), wish="zugeordnet")
    build.confirmed(campus, wish="ohne Thema")
    joined, loose = announces.board(now)
    assert (joined.button, loose.button) == ("Antwort schreiben", "Zuordnen")
    assert {item.section for item in (joined, loose)} == {Section.US}

    late = announces.board(now + timedelta(days=31))

    assert [item.title for item in late] == ["Beispielbetrieb Nord GmbH wartet seit 31 Tagen auf Antwort"] * 2
    assert [(item.button, item.section) for item in late] == [("Antwort schreiben", Section.DECIDE)] * 2
