"""Reports of undelivered mail, honest and hostile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glascampus.engines.bounces import MOST_BYTES, Bounce, read

REPORT = """\
From: MAILER-DAEMON@mail.example
To: campus@example.org
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"
MIME-Version: 1.0

--cut
Content-Type: text/plain; charset={charset}

I am sorry.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; bodo@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <bodo@example.org>: no such user

--cut
Content-Type: {kind}

Message-ID: <one@campus>
Subject: Gebucht

--cut--
"""


def report(action="failed", status="5.1.1", kind="message/rfc822", charset="utf-8"):
    return REPORT.format(action=action, status=status, kind=kind, charset=charset).encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_names_the_mail_and_the_code(kind):
    assert read(report(kind=kind)) == [Bounce("<one@campus>", "5.1.1")]


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered", "expanded", ""])
def test_only_a_failure_is_a_bounce(action):
    assert read(report(action=action)) == []


def test_a_failure_without_a_code_has_the_general_one():
    assert read(report(status="?"))[0].status == "5.0.0"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 1000,
        b"Subject: hello\n\nI am on holiday. Status: 5.1.1 Action: failed <one@campus>",
        b"Content-Type: multipart/report; boundary=x\n\n" + b"--x\n" * 5000,
        report(charset="no-such-charset\xff"),
        report().replace(b"message/rfc822", b"message/rfc822; charset=\xff\xfe"),
        b"Content-Type: multipart/report; boundary=\n\n--\n",
        b"".join(f'Content-Type: multipart/report; boundary="b{n}"\n\n--b{n}\n'.encode() for n in range(1000)),
        b"Content-Type: message/rfc822\n\n" * 1000,
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/rfc822\n\n"
        + b"Content-Type: message/rfc822\n\n" * 1000,
        report().replace(b"Message-ID: <one@campus>", b"Message-ID: " + b"<" * 100_000),
        report() + b"x" * (3 * MOST_BYTES),
    ],
    ids=range(12),
)
def test_hostile_reports_are_harmless(raw):
    assert {bounce.message_id for bounce in read(raw)} <= {"<one@campus>"}


@given(st.binary(max_size=2000), st.integers(0, 700))
def test_any_bytes_anywhere_are_harmless(junk, at):
    raw = report()

    assert len(read(raw[:at] + junk + raw[at:])) <= 1
    assert read(junk) == []
