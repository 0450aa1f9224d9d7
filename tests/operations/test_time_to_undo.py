"""The office's deeds that mail leave ten minutes: the mails can be taken back or sent at once; what nobody of the office did leaves at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from glascampus.basics import clock
from glascampus.commons.journal.rules import GUEST, SYSTEM
from glascampus.commons.legal.actions import answer_feedback
from glascampus.commons.outbox import announces
from glascampus.commons.outbox.actions import send_due
from glascampus.commons.outbox.models import Mail
from glascampus.commons.outbox.rules import TO_UNDO
from glascampus.stations.bookings import actions as bookings_do
from glascampus.stations.credentials import actions as papers_do
from glascampus.stations.credentials.rules import REVOKING
from glascampus.stations.needs import actions as needs_do
from tests.build import credentials, legal, needs
from tests.build.commons import NOW

pytestmark = pytest.mark.django_db


def _answered(campus: Any, by: Any) -> None:
    needs_do.answer(statement=needs.confirmed(campus), text="Danke", by=by, now=NOW)


def _closed(campus: Any, by: Any) -> None:
    run = credentials.run(campus)
    credentials.attend(credentials.seat(run))
    papers_do.close_run(run=run, by=by, now=NOW)


def _revoked(campus: Any, by: Any) -> None:
    papers_do.revoke(credential=credentials.credential(campus), why=REVOKING[0], by=by, now=NOW)


def _feedback(campus: Any, by: Any) -> None:
    answer_feedback(feedback=legal.feedback(campus), answer="Danke", by=by, now=NOW)


def _withdrawal(campus: Any, by: Any) -> None:
    values = {"name": "Ada Muster", "email": "ada@example.org", "contract": "Kurs", "part": "", "form_key": "k" * 32}
    made = bookings_do.withdraw(campus=campus, language="de", by=GUEST, now=NOW, **values)
    bookings_do.match_withdrawals(now=NOW)
    made.refresh_from_db()
    bookings_do.decide_withdrawal(withdrawal=made, accepted=False, by=by, now=NOW)


DEEDS: dict[str, Callable[[Any, Any], None]] = {
    "an answer to a need": _answered, "papers of a run": _closed, "a paper taken back": _revoked,
    "an answer to a barrier": _feedback, "a decision on a withdrawal": _withdrawal,
}  # fmt: skip


@pytest.fixture(params=DEEDS.values(), ids=DEEDS.keys())
def held(request, campus, anna):
    """The mail of a deed of the office."""
    request.param(campus, anna)
    return Mail.objects.get(held_until__isnull=False)


def test_the_mail_waits_ten_minutes_and_stands_first_on_the_board(held):
    item = max(announces.board(NOW), key=lambda one: one.urgency)

    assert (held.held_until, held.subject in item.title, item.button) == (NOW + TO_UNDO, True, "Zurücknehmen")
    assert "in 10 Min." in item.detail
    assert announces.board(NOW + TO_UNDO) == []


def test_one_tap_on_the_board_and_nobody_gets_it(held, client, anna):
    client.force_login(anna)
    item = max(announces.board(NOW), key=lambda one: one.urgency)

    assert (item.post, client.post(item.url).status_code) == (True, 302)
    assert not Mail.objects.filter(pk=held.pk).exists()


def test_another_tap_and_it_leaves_at_once(held, client, anna, settings, mailoutbox):
    settings.EMAIL_IS_SET = True
    clock.turn_with(lambda: NOW - datetime.now(UTC))
    client.force_login(anna)
    Mail.objects.exclude(pk=held.pk).delete()
    assert send_due(now=NOW) == 0

    assert client.get(f"/buero/post/{held.pk}/jetzt/").status_code == 405
    assert client.post(f"/buero/post/{held.pk}/jetzt/").status_code == 302
    assert "Jetzt senden" not in client.get(f"/buero/post/{held.pk}/").content.decode()
    assert (send_due(now=clock.now()), len(mailoutbox)) == (1, 1)


@pytest.mark.parametrize("deed", [_answered, _closed], ids=["need", "papers"])
def test_what_nobody_of_the_office_did_leaves_at_once(campus, deed):
    deed(campus, SYSTEM)

    assert not Mail.objects.filter(held_until__isnull=False).exists()
