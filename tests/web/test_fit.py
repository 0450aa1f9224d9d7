"""Am I right here? Plain questions before a course; the office writes them, nobody keeps the answers."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django_scopes import scope

from glascampus.basics.reason import NotAllowed
from glascampus.commons.journal.models import Line
from glascampus.commons.journal.rules import SYSTEM
from glascampus.stations.courses import actions
from glascampus.stations.courses.models import FitQuestion
from glascampus.stations.courses.rules import TooManyQuestions
from tests.build import courses
from tests.build.commons import NOW


def question(campus, course, ask="Haben Sie feste Schuhe?", **values):
    values = {"good": "yes", "otherwise_de": "Fragen Sie im Betrieb nach Schuhen.", **values}
    made = FitQuestion(campus=campus, course=course)
    return actions.keep_question(question=made, by=SYSTEM, now=NOW, ask_de=ask, **values)


@pytest.fixture
def course(campus):
    return courses.course(campus, slug="ofen")


def page(client, **answers):
    answer = client.get("/kurse/ofen/passt-das/", answers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_fits_hears_yes_and_finds_the_dates(client, campus, course):
    question(campus, course)
    question(campus, course, "Arbeiten Sie schon am Ofen?", good="no")

    assert "Ja, hier sind Sie richtig." in page(client, f1="ja", f2="nein")
    assert "/kurse/ofen/#termine" in page(client, f1="ja", f2="nein")


def test_another_answer_leads_on_and_closes_no_door(client, campus, course):
    other = courses.course(campus, title="Was kann Glas?", slug="anfang")
    question(campus, course, "Kennen Sie den Ofen?", instead=other, otherwise_de="Fangen Sie vorne an.")
    text = page(client, f1="nein")

    assert "Fangen Sie vorne an." in text
    assert 'href="/kurse/anfang/"' in text
    assert "Der Kurs steht Ihnen trotzdem offen." in text
    assert "hier sind Sie richtig" not in text


def test_a_course_that_is_a_draft_again_is_not_offered_instead(client, campus, course):
    draft = courses.course(campus, slug="entwurf", state="draft")
    question(campus, course, instead=draft)

    assert "entwurf" not in page(client, f1="nein")


def test_what_is_left_open_is_no_no(client, campus, course):
    question(campus, course)
    question(campus, course, "Und noch etwas?")
    text = page(client, f1="ja")

    assert "Eine Frage ist noch offen." in text
    assert "Das hilft Ihnen weiter" not in text


def test_who_sends_no_answer_is_asked_for_one(client, campus, course):
    question(campus, course)

    answer = client.get("/kurse/ofen/passt-das/", {"gesendet": "1"})

    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'href="#f1-ja">Haben Sie feste Schuhe?</a> Bitte antworten Sie mit Ja oder Nein.' in text
    assert 'id="f1_error"' in text
    assert "Bitte antworten" not in page(client)
    assert "Bitte antworten" not in page(client, gesendet="1", f1="ja")


@pytest.mark.parametrize("strange", ["", "vielleicht", "\0", "x" * 5_000, "<script>xq()</script>"])
def test_strange_answers_count_as_none(client, campus, course, strange):
    question(campus, course)

    assert "xq()" not in page(client, f1=strange)
    assert "Das hilft Ihnen weiter" not in page(client, f1=strange)


def test_answers_leave_no_trace(client, campus, course):
    question(campus, course)
    before = Line.objects.count()
    answer = client.get("/kurse/ofen/passt-das/", {"f1": "nein"})

    assert (Line.objects.count(), dict(answer.cookies)) == (before, {})
    assert client.post("/kurse/ofen/passt-das/", {"f1": "nein"}).status_code == 405


def test_the_course_page_asks_only_where_there_are_questions(client, campus, course):
    assert "passt-das" not in client.get("/kurse/ofen/").content.decode()
    question(campus, course)
    assert "/kurse/ofen/passt-das/" in client.get("/kurse/ofen/").content.decode()


def test_a_sixth_question_is_one_too_many(campus, course):
    for n in range(5):
        question(campus, course, f"Frage {n}?")

    with pytest.raises(TooManyQuestions) as refused:
        question(campus, course)
    assert refused.value.reason.numbers["most"] == 5
    assert [one.position for one in course.questions.all()] == [1, 2, 3, 4, 5]


def test_only_the_office_writes_questions(campus, course, carla):
    with pytest.raises(NotAllowed):
        actions.keep_question(
            question=FitQuestion(campus=campus, course=course), by=carla, now=NOW, ask_de="x", otherwise_de="y"
        )
    with pytest.raises(NotAllowed):
        actions.remove_question(question=question(campus, course), by=carla, now=NOW)


def test_the_office_writes_changes_and_deletes_a_question(client, campus, course, anna):
    client.force_login(anna)
    typed = {
        "ask_de": "Sprechen Sie Deutsch?",
        "ask_en": "",
        "good": "yes",
        "otherwise_de": "Sagen Sie es uns.",
        "otherwise_en": "",
        "instead": "",
    }
    client.post(reverse("courses:office_question_new", args=[course.pk]), typed)
    made = course.questions.get()
    client.post(
        reverse("courses:office_question", args=[course.pk, made.pk]), {**typed, "ask_de": "Verstehen Sie Deutsch?"}
    )

    assert "Verstehen Sie Deutsch?" in client.get(reverse("courses:office_course", args=[course.pk])).content.decode()
    client.post(reverse("courses:office_question_remove", args=[course.pk, made.pk]))
    assert not course.questions.exists()


def test_what_the_office_changes_is_no_example_any_more(campus, course, anna):
    made = question(campus, course, example=True)
    actions.keep_question(question=made, by=anna, now=NOW, ask_de="Neu?")

    assert (made.example, FitQuestion.objects.get().example) == (False, False)


def test_questions_of_another_campus_are_not_there(client, campus, course, other_campus):
    with scope(campus=other_campus):
        foreign = courses.course(other_campus, slug="drueben")
        question(other_campus, foreign)

    assert client.get("/kurse/drueben/passt-das/").status_code == 404
    assert "Für diesen Kurs gibt es noch keine Fragen." in page(client)
