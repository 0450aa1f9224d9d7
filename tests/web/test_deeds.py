"""Deeds on several rows: first what happens to each, then the button; a row that cannot stays as it is."""

from __future__ import annotations

import pytest
from django_scopes import scope

from glascampus.commons.desk.rules import MOST_AT_ONCE
from glascampus.commons.journal.models import Line
from glascampus.commons.outbox.models import Mail
from glascampus.commons.outbox.rules import ONLY_MAILS
from glascampus.stations.bookings.models import CallRound
from glascampus.stations.needs.models import Answer, Statement
from tests.build import bookings as orders
from tests.build import courses, needs
from tests.operations.test_office_mail import mail

NEEDS, RUNS, POST = "/buero/bedarf/", "/buero/durchgaenge/", "/buero/post/"


@pytest.fixture
def office(client, anna):
    client.force_login(anna)
    return client


def test_looking_at_what_would_happen_changes_nothing(office, campus):
    one, other = needs.confirmed(campus, wish="Öfen"), needs.stated(campus, wish="Formen", email="b@example.org")
    lines = Line.objects.count()

    page = office.get(NEEDS, {"tat": "zuordnen", "zeile": [one.pk, other.pk], "stand": "all"})
    assert "1 Bedarf einem Thema zuordnen?" in page.text
    assert "kommt zum Thema" in page.text
    assert "Dieser Bedarf ist noch nicht bestätigt." in page.text
    assert f'name="zeile" value="{other.pk}"' not in page.text
    assert Line.objects.count() == lines


def test_the_ticked_needs_join_one_topic_and_the_others_stay(office, campus):
    topic = needs.topic(campus)
    one, two, three = (needs.confirmed(campus, wish=f"W{n}", email=f"{n}@example.org") for n in range(3))

    answer = office.post(f"{NEEDS}?tat=zuordnen", {"tat": "zuordnen", "zeile": [one.pk, two.pk], "topic": topic.pk})
    assert (answer.status_code, answer["Location"]) == (302, NEEDS)
    assert "2 Bedarfe sind zugeordnet." in office.get(NEEDS).text
    assert set(Statement.objects.filter(topic=topic).values_list("pk", flat=True)) == {one.pk, two.pk}
    assert Line.objects.filter(deed="needs.joined").count() == 2
    three.refresh_from_db()
    assert three.topic is None


def test_a_forgotten_topic_is_said_and_takes_nobody_out(office, campus):
    statement = needs.confirmed(campus, needs.topic(campus))

    answer = office.post(f"{NEEDS}?tat=zuordnen", {"tat": "zuordnen", "zeile": [statement.pk], "topic": ""})
    assert answer.status_code == 422
    assert "Bitte füllen Sie dieses Feld aus." in answer.text
    statement.refresh_from_db()
    assert statement.topic is not None


def test_all_that_match_are_those_of_the_filter_and_no_row_that_comes_later(office, campus):
    for n in range(3):
        needs.confirmed(campus, wish=f"Ofen {n}", email=f"{n}@example.org")
    needs.confirmed(campus, wish="Büro", email="x@example.org")

    page = office.get(NEEDS, {"tat": "antworten", "alle": "1", "q": "ofen"})
    assert "3 Bedarfe beantworten?" in page.text
    needs.confirmed(campus, wish="Ofen 9", email="9@example.org")
    looked_at = [fate.row.pk for fate in page.context["good"]]
    office.post(f"{NEEDS}?tat=antworten&q=ofen", {"tat": "antworten", "zeile": looked_at, "text": "Der Kurs kommt."})
    assert sorted(Answer.objects.values_list("statement", flat=True)) == sorted(looked_at)


def test_the_mails_of_a_deed_on_many_wait_together_and_are_taken_back_together(office, campus):
    some = [needs.confirmed(campus, wish=f"W{n}", email=f"{n}@example.org").pk for n in range(3)]
    sent = {"tat": "antworten", "zeile": some, "text": "Der Kurs kommt."}

    for _ in range(2):  # a second click is the same answer
        office.post(f"{NEEDS}?tat=antworten", sent)
    held = Mail.objects.filter(kind="needs.answer")
    assert (held.count(), held.exclude(held_until=None).count(), Answer.objects.count()) == (3, 3, 3)
    batches = set(held.values_list("batch", flat=True))
    assert len(batches) == 1
    assert batches.pop().startswith(ONLY_MAILS)
    assert "3 Mails" in office.get("/buero/").text
    office.post(f"{POST}{held[0].pk}/zuruecknehmen/")
    assert not held.exists()


def test_one_row_that_is_refused_at_the_last_moment_keeps_none_of_the_others_back(office, campus, monkeypatch):
    from glascampus.stations.needs import actions

    topic = needs.topic(campus)
    one, two = (needs.confirmed(campus, wish=f"W{n}", email=f"{n}@example.org") for n in range(2))
    join = actions.join

    def moody(*, statement, **values):
        if statement.pk == one.pk:
            raise actions.AlreadySplit
        return join(statement=statement, **values)

    monkeypatch.setattr(actions, "join", moody)
    office.post(f"{NEEDS}?tat=zuordnen", {"tat": "zuordnen", "zeile": [one.pk, two.pk], "topic": topic.pk})
    told = office.get(NEEDS).text
    assert "1 Bedarf ist zugeordnet." in told
    assert "W0: Dieser Bedarf ist schon aufgeteilt." in told
    assert list(Statement.objects.filter(topic=topic)) == [two]


def test_several_runs_are_asked_once_more_and_each_round_can_be_taken_back(office, campus):
    full, empty = courses.run(campus), courses.run(campus)
    orders.booking(full)
    keys = [full.pk, empty.pk]

    page = office.get(RUNS, {"tat": "nachfragen", "zeile": keys})
    assert "1 Platz kommt auf die Anrufliste" in page.text
    assert "geht nicht" in page.text
    office.post(f"{RUNS}?tat=nachfragen", {"tat": "nachfragen", "zeile": keys, "mail": "on"})
    assert [one.run_id for one in CallRound.objects.all()] == [full.pk]
    assert Mail.objects.filter(kind="bookings.asked_again").exclude(held_until=None).count() == 1


def test_failed_mails_are_tried_again_and_others_are_not(office, campus, now):
    failed, sent = mail(campus, now, state="failed", tries=9), mail(campus, now, state="sent")

    page = office.get(POST, {"tat": "senden", "zeile": [failed.pk, sent.pk]})
    assert "1 Mail noch einmal senden?" in page.text
    office.post(f"{POST}?tat=senden", {"tat": "senden", "zeile": [failed.pk, sent.pk]})
    failed.refresh_from_db()
    assert failed.state == "waiting"
    office.post(f"{POST}?tat=erledigt", {"tat": "erledigt", "zeile": [mail(campus, now, state="failed").pk]})
    assert Mail.objects.exclude(settled_at=None).count() == 1


@pytest.mark.parametrize("asked", [{}, {"zeile": ""}, {"zeile": "x"}, {"zeile": "9" * 30}, {"zeile": "999999"}])
def test_without_a_row_it_says_what_to_do(office, campus, asked):
    answer = office.get(NEEDS, {"tat": "zuordnen", **asked})

    assert answer.status_code == 302
    assert "Kreuzen Sie zuerst die Zeilen an" in office.get(NEEDS).text


def test_more_than_anybody_can_look_through_is_refused(office, campus, now):
    for n in range(MOST_AT_ONCE + 1):
        mail(campus, now, state="failed", message_id=f"<{n}>")

    office.get(POST, {"tat": "senden", "alle": "1"})
    assert f"mehr als {MOST_AT_ONCE} Zeilen" in office.get(POST).text


def test_rows_of_another_campus_cannot_be_ticked(office, campus, other_campus):
    with scope(campus=other_campus):
        foreign = needs.confirmed(other_campus)
    topic = needs.topic(campus)

    office.post(f"{NEEDS}?tat=zuordnen", {"tat": "zuordnen", "zeile": [foreign.pk], "topic": topic.pk})
    with scope(campus=other_campus):
        foreign.refresh_from_db()
    assert foreign.topic_id is None


@pytest.mark.parametrize("rows", [1, 50])
def test_a_preview_asks_the_same_number_of_questions(office, campus, rows, django_assert_num_queries):
    keys = [needs.confirmed(campus, wish=f"W{n}", email=f"{n}@example.org").pk for n in range(rows)]
    office.get(NEEDS)

    with django_assert_num_queries(6):
        office.get(NEEDS, {"tat": "zuordnen", "zeile": keys})


def test_others_than_the_office_do_nothing(client, campus, bodo):
    statement = needs.confirmed(campus)
    client.force_login(bodo)

    assert (
        client.post(f"{NEEDS}?tat=antworten", {"tat": "antworten", "zeile": [statement.pk], "text": "x"}).status_code
        == 403
    )
    assert not Answer.objects.exists()
