"""The outbox against a real mail server: sent once, body removed, tried again with the same Message-ID."""

import contextlib
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection, connections
from django_scopes import scope

from glascampus.commons.outbox import reads
from glascampus.commons.outbox.actions import holding, post, send_due, take_back
from glascampus.commons.outbox.actions.letter import html_of
from glascampus.commons.outbox.models import Mail
from glascampus.commons.outbox.rules import MOST_TRIES, TO_UNDO, AlreadySent, pause_after
from glascampus.web.environment import dkim, email

CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


@pytest.fixture(autouse=True)
def template(tmp_path, settings):
    """A mail's text, as an app brings it: the first line is the subject."""
    (tmp_path / "test" / "mail").mkdir(parents=True)
    (tmp_path / "test" / "mail" / "hello.txt").write_text(
        "Grüße aus {{ campus.name }}\n\nHallo {{ name }},\n{{ address }}/weiter/\n"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path)]}]


def write(campus, now, to="bodo@example.org", **more):
    return post(
        campus=campus,
        to=to,
        template="test/mail/hello.txt",
        context={"name": "Bodo"},
        language="de",
        now=now,
        about=campus,
        **more,
    )


def read(content):
    return message_from_bytes(content, policy=policy.default)


def test_a_mail_is_sent_and_its_body_removed(campus, now, post_office, mailbox):
    mail = write(campus, now)
    assert (mail.subject, mail.kind) == ("Grüße aus Testcampus", "test.hello")

    assert send_due(now=now) == 1

    got = read(mailbox.mails[0])
    assert (got["Subject"], got["To"], got["Message-ID"]) == (
        "Grüße aus Testcampus",
        "bodo@example.org",
        mail.message_id,
    )
    assert [part.get_content_type() for part in got.iter_parts()] == ["text/plain", "text/html"]
    assert got.get_body(("plain",)).get_content().splitlines() == ["Hallo Bodo,", "http://127.0.0.1:8000/weiter/"]
    assert (got["Auto-Submitted"], got["Reply-To"]) == ("auto-generated", campus.email or None)
    assert got["Date"].datetime
    mail.refresh_from_db()
    assert (mail.state, mail.body, mail.sent_at, mail.tries) == ("sent", "", now, 1)
    assert send_due(now=now + timedelta(days=9)) == 0
    assert reads.faults() == (1, [])


def test_a_calendar_goes_with_it_and_is_removed_too(campus, now, post_office, mailbox):
    mail = write(campus, now, calendar=CALENDAR)

    send_due(now=now)

    [part] = read(mailbox.mails[0]).iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "termin.ics")
    assert part.get_content().splitlines() == CALENDAR.decode().splitlines()
    mail.refresh_from_db()
    assert mail.calendar == ""


@pytest.mark.parametrize("answer", ["451 later", "535 sign in first", "drop"])
def test_what_was_refused_is_tried_again_with_the_same_message_id(campus, now, post_office, mailbox, answer):
    mail = write(campus, now)
    mailbox.answers = [answer]

    assert send_due(now=now) == 0
    mail.refresh_from_db()
    assert (mail.state, mail.tries, mail.next_try_at) == ("waiting", 1, now + pause_after(1))
    assert mail.body
    assert mail.last_error.startswith("SMTP")
    assert "bodo" not in mail.last_error
    assert send_due(now=now + timedelta(seconds=59)) == 0
    assert send_due(now=now + timedelta(seconds=60)) == 1

    assert [read(m)["Message-ID"] for m in mailbox.mails] == [mail.message_id]


def test_a_second_copy_carries_the_same_message_id(campus, now, post_office, mailbox):
    mail = write(campus, now)
    mailbox.answers = ["lost"]

    assert [send_due(now=now), send_due(now=now + timedelta(minutes=2))] == [0, 1]

    assert [read(m)["Message-ID"] for m in mailbox.mails] == [mail.message_id] * 2


def test_after_two_days_of_refusals_it_is_failed_and_keeps_its_text(campus, now, post_office, mailbox):
    mail = write(campus, now)
    mailbox.answers = ["451 no"] * MOST_TRIES

    for number in range(1, MOST_TRIES + 1):
        send_due(now=now + timedelta(days=number))

    mail.refresh_from_db()
    assert (mail.state, mail.tries) == ("failed", MOST_TRIES)
    assert mail.body
    assert send_due(now=now + timedelta(days=99)) == 0


def test_a_server_that_is_away_costs_nothing(campus, now, post_office, settings):
    mail = write(campus, now)
    settings.EMAIL_PORT = 1

    assert send_due(now=now) == 0

    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == ("waiting", "ConnectionRefusedError")


def test_one_impossible_address_does_not_stop_the_others(campus, now, post_office, mailbox):
    write(campus, now)
    Mail.objects.update(to="bodo@exa\nmple.org")
    write(campus, now, to="carla@example.org")

    assert send_due(now=now) == 1

    assert [read(m)["To"] for m in mailbox.mails] == ["carla@example.org"]


def test_without_email_url_nothing_leaves(campus, now, settings, smtp, mailbox):
    assert not settings.EMAIL_IS_SET
    write(campus, now)

    assert send_due(now=now + timedelta(days=1)) == 0

    assert mailbox.mails == []
    assert (reads.waiting().count(), reads.oldest_waiting_s(now + timedelta(seconds=7))) == (1, 7.0)


def test_a_new_mail_leaves_although_the_clock_was_turned_back(campus, now, post_office, mailbox):
    write(campus, now + timedelta(days=30))

    assert send_due(now=now) == 1


@pytest.mark.django_db(transaction=True)
def test_a_server_is_never_talked_to_inside_a_transaction(campus, now, post_office, mailbox, monkeypatch):
    inside = []
    talk = EmailBackend.send_messages
    monkeypatch.setattr(EmailBackend, "send_messages", lambda *a: inside.append(connection.in_atomic_block) or talk(*a))
    write(campus, now)

    assert send_due(now=now) == 1

    assert inside == [False]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_mail_once(campus, now, post_office, mailbox, monkeypatch):
    monkeypatch.setattr("glascampus.commons.outbox.actions.sending.LONGEST_ROUND_S", 60)
    for number in range(12):
        write(campus, now, to=f"bodo{number}@example.org")

    def work(_):
        try:
            return send_due(now=now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as workers:
        sent = sum(workers.map(work, range(2)))

    assert sent == 12
    assert sorted(read(m)["To"] for m in mailbox.mails) == sorted(f"bodo{n}@example.org" for n in range(12))


@pytest.mark.parametrize(
    ("url", "host", "port", "ssl", "tls", "user", "password"),
    [
        ("smtp://mail.example", "mail.example", 25, False, False, "", ""),
        ("smtp://bodo:a%40b@mail.example:2525", "mail.example", 2525, False, False, "bodo", "a@b"),
        ("smtps://bodo%40example.org:x@mail.example", "mail.example", 465, True, False, "bodo@example.org", "x"),
        ("smtp+starttls://mail.example", "mail.example", 587, False, True, "", ""),
        ("smtp://[::1]:2525", "::1", 2525, False, False, "", ""),
    ],
)
def test_email_url_is_read(url, host, port, ssl, tls, user, password):
    found = email(url)

    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == (host, port)
    assert (found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (ssl, tls)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == (user, password)


@pytest.mark.parametrize("url", ["http://mail.example", "mail.example:25", "smtp://"])
def test_another_email_url_is_refused_in_a_sentence(url):
    with pytest.raises(ValueError, match="EMAIL_URL must look like"):
        email(url)


def test_a_sent_mail_that_keeps_its_text_and_a_mail_twice_are_found(campus, now):
    first = write(campus, now)
    write(campus, now)

    assert [f.where for f in reads.faults()[1]] == [f"outbox.mail:{first.pk + 1}"]


BATCH = "0123456789abcdef0123456789abcdef"


def test_a_held_mail_leaves_when_its_time_is_over(campus, now, post_office, mailbox):
    with holding(batch=BATCH, until=now + TO_UNDO):
        mail = write(campus, now)
    write(campus, now, to="carla@example.org")

    assert [send_due(now=now), send_due(now=now + TO_UNDO - timedelta(seconds=1))] == [1, 0]
    assert reads.oldest_waiting_s(now) == 0.0
    assert send_due(now=now + TO_UNDO) == 1

    assert [read(m)["To"] for m in mailbox.mails] == ["carla@example.org", "bodo@example.org"]
    assert [read(m)["Message-ID"] for m in mailbox.mails][1] == mail.message_id


def test_a_held_mail_is_not_held_for_a_month_when_the_clock_was_turned_back(campus, now, post_office, mailbox):
    with holding(batch=BATCH, until=now + TO_UNDO):
        write(campus, now)

    assert send_due(now=now - timedelta(days=30)) == 1


def test_mails_of_a_batch_are_taken_back_together_and_no_others(campus, now, post_office, mailbox):
    with holding(batch=BATCH, until=now + TO_UNDO):
        write(campus, now)
        write(campus, now, to="carla@example.org")
    write(campus, now, to="anna@example.org")

    assert [take_back(batch=BATCH), take_back(batch=BATCH), take_back(batch="")] == [2, 0, 0]

    assert send_due(now=now + timedelta(days=1)) == 1
    assert [read(m)["To"] for m in mailbox.mails] == ["anna@example.org"]


def test_what_is_on_its_way_cannot_be_taken_back_and_then_nothing_is(campus, now, post_office, mailbox):
    with holding(batch=BATCH, until=now + TO_UNDO):
        write(campus, now)
        write(campus, now, to="carla@example.org")
    mailbox.answers = ["250 ok", "451 later"]

    assert send_due(now=now + TO_UNDO) == 1
    with pytest.raises(AlreadySent) as refused:
        take_back(batch=BATCH)

    assert refused.value.reason.numbers == {"gone": 2}
    assert sorted(Mail.objects.values_list("state", flat=True)) == ["sent", "waiting"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sender_and_undo_at_once_a_mail_is_sent_or_taken_back_never_both(campus, now, post_office, mailbox):
    for number in range(12):
        with holding(batch=f"{number:032x}", until=now):
            write(campus, now, to=f"bodo{number}@example.org")

    def send():
        try:
            return send_due(now=now)
        finally:
            connections.close_all()

    def undo():
        back = 0
        try:
            for number in reversed(range(12)):
                with contextlib.suppress(AlreadySent), scope(campus=campus):
                    back += take_back(batch=f"{number:032x}")
            return back
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        sending, undoing = both.submit(send), both.submit(undo)
        sent, back = sending.result(), undoing.result()

    assert sent + back == 12
    assert len(mailbox.mails) == sent


def test_a_mail_is_signed_where_a_key_is_set_and_arrives_as_it_was_signed(
    campus, now, post_office, mailbox, settings, tmp_path
):
    from tests.engines.test_dkim import KEYS, pem, verified

    (tmp_path / "dkim.key").write_bytes(pem(KEYS["rsa-sha256"]))
    settings.DKIM = ("post", "campus.example", tmp_path / "dkim.key")
    write(campus, now, calendar=CALENDAR)

    assert send_due(now=now) == 1

    [content] = mailbox.mails
    found = re.search(rb"^DKIM-Signature:((?:.*\r\n)(?:[ \t].*\r\n)*)", content, re.MULTILINE)
    assert verified(content, found[1].decode().replace("\r\n", ""), KEYS["rsa-sha256"].public_key())


def test_the_html_twin_loads_nothing_and_links_only_to_the_campus(campus, now, post_office, mailbox):
    mail = write(campus, now)
    Mail.objects.update(body=mail.body + "\nhttp://evil.example/\n<script>alert(1)</script>\n")

    send_due(now=now)

    html = read(mailbox.mails[0]).get_body(("html",)).get_content()
    assert re.findall(r"(?:href|src|url)\W*=?\W*([^\"')\s>]+)", html) == ["http://127.0.0.1:8000/weiter/"]
    assert "<script>" not in html
    assert "prefers-color-scheme: dark" in html
    assert '<html lang="de">' in html


def light(colour):
    """Relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True])
def test_the_html_twin_can_be_read_in_both_schemes(campus, now, dark):
    bright, _, night = html_of(write(campus, now)).partition("@media (prefers-color-scheme: dark)")
    style, inks = night if dark else bright, {}
    for name, rule in re.findall(r"^\s*([\w.]+) \{([^}]+)\}", style, re.MULTILINE):
        inks[name] = dict(re.findall(r"(?<![\w-])(color|background): (#\w{6})", rule))

    page, card, button = inks["body"], inks["main"], inks["a.button"]
    pairs = [(page["color"], card["background"]), (inks["footer"]["color"], page["background"]),
             (button["color"], button["background"])]  # fmt: skip
    for pair in pairs:
        low, high = sorted(light(colour) for colour in pair)
        assert (high + 0.05) / (low + 0.05) >= 4.5


@pytest.mark.parametrize(
    "named", ["post", "post:", ":campus.example", "post:campus", "a b:campus.example", "post:campus.example"]
)
def test_signing_is_refused_in_a_sentence_while_something_is_missing(monkeypatch, tmp_path, named):
    monkeypatch.setenv("CAMPUS_DKIM", named)
    monkeypatch.delenv("CAMPUS_KEYS", raising=False)

    with pytest.raises(ValueError, match="CAMPUS_DKIM"):
        dkim(tmp_path)
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "dkim.key").write_text("no key")
    with pytest.raises(ValueError, match="CAMPUS_DKIM"):
        dkim(tmp_path)


def test_without_the_setting_nothing_is_signed(monkeypatch, tmp_path):
    monkeypatch.delenv("CAMPUS_DKIM", raising=False)

    assert dkim(tmp_path) is None
