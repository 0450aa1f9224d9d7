"""The statement on accessibility and the way to say that something does not work (R3)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from glascampus.basics.reason import NotAllowed
from glascampus.commons.journal.models import Line
from glascampus.commons.legal import actions
from glascampus.commons.legal.models import Feedback
from glascampus.commons.legal.rules import AnswerNotSent
from glascampus.commons.outbox.models import Mail
from glascampus.commons.roll.reads import announced
from tests.build.legal import feedback, text

PAGE = "/barrierefreiheit/"
REPORT = "/barrierefreiheit/melden/"
TYPED = {"what": "Der Knopf spricht nicht", "place": "/kurse/", "email": "dora@example.org"}


def test_the_statement_names_standard_law_date_and_body(campus, client):
    text(campus, "accessibility", "Was noch nicht geht: Leichte Sprache", valid_from=date(2026, 2, 3))
    seen = client.get(PAGE).content.decode()

    for words in ("Was noch nicht geht", "EN 301 549", "WCAG 2.2 AA", "BITV 2.0", "dzb lesen", "Februar 2026"):
        assert words in seen


def test_a_remark_without_an_account_is_stored_and_stands_on_the_board(campus, client, anna, now):
    answer = client.post(REPORT, TYPED)

    assert (answer.status_code, answer.url) == (302, "/barrierefreiheit/danke/")
    assert client.get(answer.url).status_code == 200
    given = Feedback.objects.get()
    assert (given.what, given.place, given.email, given.answered_at) == (*TYPED.values(), None)
    assert not Mail.objects.exists()  # the mailbox may be a stranger's
    assert Line.objects.filter(deed="legal.feedback_given").count() == 1
    assert [item.url for item in announced("board", now) if "barrieren" in item.url] == [
        f"/buero/barrieren/{given.pk}/"
    ]


def test_a_mailbox_is_not_asked_for(campus, client):
    assert client.post(REPORT, {"what": "Nichts geht", "place": "", "email": ""}).status_code == 302


def test_a_robot_that_fills_the_hidden_field_stores_nothing(campus, client):
    assert client.post(REPORT, TYPED | {"website": "https://spam.example"}).status_code == 422
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"what": ""}, {"what": "x" * 3001}, {"email": "dora"}, {"place": "x" * 401}, {"what": "a\x00b"}]
)
def test_what_cannot_be_is_said(wrong, campus, client):
    assert client.post(REPORT, TYPED | wrong).status_code == 422
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("odd", ["<script>alert(1)</script>", "=1+1", "\U0001f600", "9" * 20])
def test_odd_words_are_shown_as_words(odd, campus, client, anna):
    client.post(REPORT, TYPED | {"what": odd})
    client.force_login(anna)

    for page in (
        reverse("web:office_feedback"),
        reverse("web:feedback_answer", args=[Feedback.objects.get().pk]),
        reverse("web:board"),
    ):
        seen = client.get(page)
        assert seen.status_code == 200
        assert "<script>alert" not in seen.content.decode()


def test_the_office_answers_and_the_board_is_free_again(campus, client, anna, now):
    given = feedback(campus)
    client.force_login(anna)
    page = reverse("web:feedback_answer", args=[given.pk])

    assert "Der Knopf spricht nicht" in client.get(page).content.decode()
    assert client.post(page, {"answer": "Danke, jetzt spricht er."}).status_code == 302
    mail = Mail.objects.get()
    assert (mail.to, "jetzt spricht er" in mail.body, "Der Knopf spricht nicht" in mail.body) == (
        "dora@example.org",
        True,
        True,
    )
    assert client.post(page, {"answer": "Noch einmal"}).status_code == 422
    assert [item for item in announced("board", now) if "barrieren" in item.url] == []


def test_without_a_mailbox_it_can_only_be_closed(campus, anna, now):
    given = feedback(campus, email="")

    with pytest.raises(AnswerNotSent):
        actions.answer_feedback(feedback=given, answer="Danke", by=anna, now=now)
    actions.answer_feedback(feedback=given, answer="", by=anna, now=now)
    assert not Mail.objects.exists()
    assert Feedback.objects.get().answered_at == now


def test_only_the_office_answers(campus, bodo, now):
    with pytest.raises(NotAllowed):
        actions.answer_feedback(feedback=feedback(campus), answer="x", by=bodo, now=now)


def test_forgetting_a_person_takes_the_remark(campus):
    feedback(campus)

    assert actions.forget(email="DORA@example.org") == 1
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    ("days", "wait"), [(0, "seit weniger als einem Tag"), (1, "seit einem Tag"), (3, "seit 3 Tagen")]
)
def test_the_board_says_how_long_a_remark_waits(campus, now, days, wait):
    feedback(campus)

    waiting = announced("board", now + timedelta(days=days))
    assert [item.detail for item in waiting if "barrieren" in item.url] == [wait]


def test_it_is_on_the_board_of_its_own_campus_only(campus, other_campus, now):
    from django_scopes import scope

    feedback(campus)
    with scope(campus=other_campus):
        assert [item for item in announced("board", now + timedelta(days=1)) if "barrieren" in item.url] == []
