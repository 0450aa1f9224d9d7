"""The outbox against a mail server at its worst: never lost, and a second copy only at the one named step."""

import asyncio
import os
import signal
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from glascampus.commons.outbox.actions import resend, send_due, settle
from glascampus.commons.outbox.models import Mail
from glascampus.commons.outbox.rules import IN_HAND, NotFailed, is_final, pause_after
from tests.operations.conftest import Mailbox

LATER = timedelta(minutes=2)
PATIENCE_S, STALLS_S = 2, 6  # how long we wait for an answer, and how long none comes


class HardMailbox(Mailbox):
    """``at`` names the step where something happens, ``does`` what: an answer, or drop, sleep, kill (then ``pid``)."""

    def __init__(self) -> None:
        super().__init__()
        self.at = self.does = ""
        self.pid = 0
        self.lines = 0

    async def _step(self, name, server):
        if name != self.at:
            return None
        does, self.does = self.does, self.does if self.does[:1].isdigit() else ""
        if does == "kill":
            os.kill(self.pid, signal.SIGKILL)
            await asyncio.sleep(10)  # ends when the dead one is seen to have hung up
        elif does == "sleep":
            await asyncio.sleep(STALLS_S)
        elif does == "drop":
            server.transport.abort()
            return "421 gone"
        return does if does[:1].isdigit() else None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802  aiosmtpd's name
        self.lines += 1
        session.host_name = hostname
        return responses if await self._step("EHLO", server) is None else [self.does]

    async def handle_MAIL(self, server, session, envelope, address, mail_options):  # noqa: N802  aiosmtpd's name
        answer = await self._step("MAIL", server)
        envelope.mail_from = address
        return answer or "250 ok"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802  aiosmtpd's name
        answer = await self._step("RCPT", server) if "bodo" in address else None
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        if answer := await self._step("DATA", server):
            return answer
        self.mails.append(envelope.content)
        await self._step("TAKEN", server)
        return "250 ok"

    async def handle_QUIT(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        await self._step("QUIT", server)
        return "221 bye"


@pytest.fixture
def mailbox() -> HardMailbox:
    return HardMailbox()


@pytest.fixture
def waiting(campus, now):
    """Two mails, the first to Bodo."""

    def write(to):
        return Mail.objects.create(
            campus=campus, kind="test", to=to, subject="Hallo", body=f"Text an {to}\n", made_at=now, next_try_at=now,
            message_id=f"<{to}>",
        )  # fmt: skip

    return [write("bodo@example.org"), write("carla@example.org")]


def ids(mailbox):
    return [message_from_bytes(m, policy=policy.default)["Message-ID"] for m in mailbox.mails]


def stand(mail):
    mail.refresh_from_db()
    return mail.state, mail.tries, mail.last_error


@pytest.mark.parametrize(
    ("at", "does", "fault"),
    [("RCPT", "450 busy", "SMTPRecipientsRefused 450"), ("DATA", "451 later", "SMTPDataError 451"),
     ("RCPT", "530 sign in first", "SMTPRecipientsRefused 530")],
)  # fmt: skip
def test_a_temporary_no_to_one_mail_is_tried_again_and_holds_up_no_other(
    waiting, now, post_office, mailbox, at, does, fault
):
    mailbox.at, mailbox.does = at, does
    if at == "DATA":
        waiting[1].delete()

    send_due(now=now)
    assert stand(waiting[0]) == ("waiting", 1, fault)
    mailbox.does = ""
    send_due(now=now + LATER)

    assert sorted(ids(mailbox)) == sorted(f"<{mail.to}>" for mail in Mail.objects.filter(state="sent"))
    assert stand(waiting[0]) == ("sent", 2, "")


@pytest.mark.parametrize(
    ("at", "does", "fault"),
    [("RCPT", "550 no such mailbox", "SMTPRecipientsRefused 550"), ("DATA", "554 not this text", "SMTPDataError 554")],
)
def test_a_final_no_fails_at_once_until_somebody_sends_it_again(waiting, now, post_office, mailbox, at, does, fault):
    mailbox.at, mailbox.does = at, does
    waiting[1].delete()

    assert [send_due(now=now), send_due(now=now + timedelta(days=3))] == [0, 0]
    assert stand(waiting[0]) == ("failed", 1, fault)
    mailbox.does = ""
    resend(mail=waiting[0], now=now + LATER)
    with pytest.raises(NotFailed):
        resend(mail=waiting[0], now=now + LATER)
    assert send_due(now=now + LATER) == 1

    assert ids(mailbox) == ["<bodo@example.org>"]


@pytest.mark.parametrize("at", ["EHLO", "MAIL", "RCPT", "DATA", "TAKEN"])
@pytest.mark.parametrize("does", ["drop", "sleep"])
def test_a_line_that_breaks_or_stalls_loses_nothing(waiting, now, post_office, mailbox, settings, at, does):
    """Only where the server has taken the mail and we never heard of it does it come twice, and says so by its name."""
    settings.EMAIL_TIMEOUT = PATIENCE_S
    mailbox.at, mailbox.does = at, does

    send_due(now=now)
    first = waiting[0]
    assert stand(first)[:2] == ("waiting", 1)
    while send_due(now=now + LATER):
        pass

    assert {stand(mail)[0] for mail in waiting} == {"sent"}
    taken_unheard = at == "TAKEN"
    assert sorted(ids(mailbox)) == ["<bodo@example.org>"] * (1 + taken_unheard) + ["<carla@example.org>"]


@pytest.mark.parametrize("does", ["drop", "sleep"])
def test_a_server_that_takes_it_and_dies_gets_it_once(waiting, now, post_office, mailbox, settings, does):
    settings.EMAIL_TIMEOUT = PATIENCE_S
    mailbox.at, mailbox.does = "QUIT", does

    assert send_due(now=now) == 2
    assert send_due(now=now + timedelta(days=1)) == 0

    assert ids(mailbox) == ["<bodo@example.org>", "<carla@example.org>"]


def test_a_round_uses_one_line(waiting, now, post_office, mailbox):
    assert send_due(now=now) == 2

    assert mailbox.lines == 1


def test_a_server_that_is_away_is_asked_once_a_round(waiting, now, post_office, settings):
    settings.EMAIL_PORT = 1

    send_due(now=now)

    assert [stand(mail) for mail in waiting] == [("waiting", 1, "ConnectionRefusedError"), ("waiting", 0, "")]


def test_what_the_office_has_seen_stays_seen(waiting, now):
    settle(mail=waiting[0], now=now)
    settle(mail=waiting[0], now=now + LATER)

    waiting[0].refresh_from_db()
    assert waiting[0].settled_at == now


@pytest.mark.parametrize(
    ("fault", "code", "final"),
    [("SMTPRecipientsRefused", 550, True), ("SMTPRecipientsRefused", 451, False), ("SMTPSenderRefused", 550, False),
     ("SMTPAuthenticationError", 535, False), ("SMTPDataError", 552, True), ("SMTPDataError", 538, False),
     ("SMTPServerDisconnected", 0, False), ("TimeoutError", 0, False), ("ValueError", 0, True)],
)  # fmt: skip
def test_only_what_is_said_of_this_mail_is_final(fault, code, final):
    assert is_final(fault, code) is final


def test_pauses_never_shrink_and_end_at_six_hours():
    pauses = [pause_after(tries) for tries in range(20)]

    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=6)


MAKE = """
from glascampus.basics.clock import now
from glascampus.commons.campuses.reads import the_campus
from glascampus.commons.outbox.models import Mail
campus = the_campus()
with scope(campus=campus):
    Mail.objects.create(campus=campus, kind="test", to="bodo@example.org", subject="Hallo", body="Text", message_id="<1@test>", made_at=now(), next_try_at=now())
"""
SEND = """
from datetime import timedelta
from glascampus.basics.clock import now
from glascampus.commons.outbox.actions import send_due
print(send_due(now=now() + timedelta(seconds={seconds})))
"""


@pytest.mark.slow
@pytest.mark.parametrize(("at", "copies"), [("RCPT", 1), ("DATA", 1), ("TAKEN", 2)])
def test_a_worker_killed_while_it_talks_loses_nothing(shell, smtp, mailbox, at, copies):
    shell.python(MAKE)
    shell.surroundings["EMAIL_URL"] = f"smtp://127.0.0.1:{smtp.port}"
    mailbox.at, mailbox.does = at, "kill"

    worker = shell.start("worker")
    mailbox.pid = worker.pid
    worker.communicate(timeout=120)
    assert worker.returncode == -signal.SIGKILL
    assert shell.python(SEND.format(seconds=60)) == "0\n"  # still in the dead one's hand
    assert shell.python(SEND.format(seconds=int(IN_HAND.total_seconds()) + 60)) == "1\n"
    assert shell.python(SEND.format(seconds=86400)) == "0\n"

    assert ids(mailbox) == ["<1@test>"] * copies
