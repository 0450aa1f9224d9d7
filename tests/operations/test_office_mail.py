"""The office's mail: seen, sent again, taken back, put aside; and reports of what did not arrive."""

import mailbox as boxes
from datetime import timedelta

import pytest
from django.urls import reverse
from django_scopes import scope

from glascampus.basics.reason import NotAllowed
from glascampus.commons.campuses.reads import link_token
from glascampus.commons.desk import actions
from glascampus.commons.outbox import announces, reads
from glascampus.commons.outbox.actions import look_into, reports_in, take_in
from glascampus.commons.outbox.commands import bounces
from glascampus.commons.outbox.models import Mail
from glascampus.commons.outbox.rules import TO_UNDO
from tests.engines.test_bounces import report


def mail(campus, now, to="bodo@example.org", **more):
    number = Mail.objects.count()
    values = {"state": "waiting", "body": "Text", **more}
    if values["state"] == "sent":
        values |= {"sent_at": now, "body": "", "tries": 1}
    return Mail.objects.create(
        campus=campus, kind="test", to=to, subject=f"Hallo {number}", made_at=now, next_try_at=now,
        **{"message_id": f"<{number}@{campus.key}>", **values},
    )  # fmt: skip


@pytest.fixture
def sent(campus, now):
    return mail(campus, now, state="sent", message_id="<one@campus>")


def test_a_report_is_noted_at_its_mail_once_and_stands_on_the_board(campus, now, sent):
    assert take_in(reports=[report(), report(), b"nothing"], now=now) == (3, 1)
    assert take_in(reports=[report(status="5.2.2")], now=now + timedelta(days=1)) == (1, 0)

    sent.refresh_from_db()
    assert (sent.bounced_at, sent.bounce_code, sent.state) == (now, "5.1.1", "sent")
    [item] = announces.board(now)
    assert (item.title, item.url) == ("Eine Mail kam zurück: Adresse prüfen", "/buero/post/?stand=zurueck")
    assert item.detail == "An bodo@example.org. Der Mailserver der Gegenseite hat sie nicht zugestellt."
    assert reads.came_back(["Bodo@example.org", "carla@example.org", ""]) == {"bodo@example.org": "5.1.1"}


def test_of_many_mails_that_came_back_three_receivers_are_named(campus, now):
    for number in [*range(4), 3]:
        mail(campus, now, to=f"box{number}@example.org", state="sent", bounced_at=now, bounce_code="5.1.1")

    [item] = announces.board(now)

    assert item.title == "5 Mails kamen zurück: Adressen prüfen"
    assert item.detail.startswith("An box3@example.org, box2@example.org, box1@example.org und andere. ")


def test_a_mail_that_arrived_later_says_that_the_mailbox_is_there(campus, now, sent):
    take_in(reports=[report()], now=now)
    mail(campus, now + timedelta(days=1), state="sent")

    assert reads.came_back(["bodo@example.org"]) == {}


def test_a_report_about_a_mail_that_never_left_says_nothing(campus, now):
    mail(campus, now, message_id="<one@campus>")

    assert take_in(reports=[report()], now=now) == (1, 0)


@pytest.mark.parametrize("kind", ["mbox", "maildir", "file"])
def test_a_mailbox_is_read_and_nothing_in_it_changed(campus, now, sent, tmp_path, kind, capsys):
    place = tmp_path / "box"
    if kind == "file":
        place.write_bytes(report())
    else:
        box = (boxes.mbox if kind == "mbox" else boxes.Maildir)(place)
        box.add(b"Subject: hello\n\nI am on holiday\n")
        box.add(report())
        box.close()
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}

    assert bounces([str(place)]) == 0

    assert capsys.readouterr().out == f"{1 if kind == 'file' else 2} mails read, 1 of ours came back.\n"
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before
    assert len(list(reports_in(place))) == (1 if kind == "file" else 2)


def test_the_mailbox_of_the_setting_is_read_when_it_changed(campus, now, sent, tmp_path):
    place = tmp_path / "box"

    assert [look_into(place="", now=now), look_into(place=str(place), now=now)] == [0, 0]
    place.write_bytes(report())
    assert [look_into(place=str(place), now=now), look_into(place=str(place), now=now)] == [1, 0]


def test_a_report_comes_by_post_with_the_token_and_only_for_this_campus(client, campus, other_campus, now, sent):
    url, token = "/post/unzustellbar/", link_token("bounces", campus.key)
    with scope(campus=other_campus):
        theirs = mail(other_campus, now, state="sent", message_id="<two@campus>")

    def send(body, token=token):
        headers = {"Authorization": f"Bearer {token}"}
        return client.post(url, body, content_type="message/rfc822", headers=headers)

    assert [send(report(), "wrong").status_code, send(report(), "é").status_code, client.get(url).status_code] == [
        401,
        401,
        405,
    ]
    assert send(b"x" * 1_100_000).status_code == 413
    assert send(report().replace(b"<one@", b"<two@")).json() == {"met": 0}
    assert [send(report()).json(), send(report()).json(), send(b"\0\xff").json()] == [
        {"met": 1},
        {"met": 0},
        {"met": 0},
    ]
    theirs.refresh_from_db()
    assert theirs.bounced_at is None


@pytest.fixture
def office(client, anna):
    client.force_login(anna)
    return client


STANDS = {"wartet": 0, "gehalten": 1, "gesendet": 2, "gescheitert": 3, "zurueck": 4}


@pytest.fixture
def five(campus, now):
    return [
        mail(campus, now),
        mail(campus, now, held_until=now + TO_UNDO, batch="b"),
        mail(campus, now, state="sent"),
        mail(campus, now, state="failed", last_error="SMTPRecipientsRefused 550"),
        mail(campus, now, state="sent", bounced_at=now, bounce_code="5.1.1"),
    ]


@pytest.mark.parametrize("stand", ["", *STANDS])
def test_the_list_shows_one_state(office, five, stand):
    page = office.get("/buero/post/", {"stand": stand}).content.decode()

    wanted = {0, 1, 2, 3, 4} if not stand else {2, 4} if stand == "gesendet" else {STANDS[stand]}
    assert {n for n in range(5) if f"Hallo {n}<" in page} == wanted


@pytest.mark.parametrize("query", [{"stand": "\0"}, {"seite": "9" * 30}, {"an": "\0'--"}, {"an": "bodo@example.org"}])
def test_the_list_bears_any_question(office, five, query):
    assert office.get("/buero/post/", query).status_code == 200


@pytest.mark.parametrize("rows", [1, 50])
def test_the_list_asks_as_often_for_one_as_for_fifty(office, campus, now, rows, django_assert_num_queries):
    for _ in range(rows):
        mail(campus, now)
    office.get("/buero/post/")

    with django_assert_num_queries(6):
        office.get("/buero/post/")


def test_a_failed_mail_is_sent_again_from_its_page(office, five, now):
    failed = five[3]
    assert "Noch einmal senden" in office.get(f"/buero/post/{failed.pk}/").content.decode()

    assert office.get(f"/buero/post/{failed.pk}/senden/").status_code == 200
    assert office.post(f"/buero/post/{failed.pk}/senden/").status_code == 302
    assert office.post(f"/buero/post/{failed.pk}/senden/").status_code == 422

    failed.refresh_from_db()
    assert (failed.state, failed.tries) == ("waiting", 0)


def test_a_held_mail_is_taken_back_until_it_leaves(office, five, campus, now):
    held = five[1]
    also = mail(campus, now, held_until=now + TO_UNDO, batch="c", tries=1)

    assert office.post(f"/buero/post/{held.pk}/zuruecknehmen/").status_code == 302
    late = office.post(f"/buero/post/{also.pk}/zuruecknehmen/")

    assert (late.status_code, "schon unterwegs" in late.content.decode()) == (422, True)
    assert list(Mail.objects.filter(pk__in=[held.pk, also.pk])) == [also]


def test_what_the_office_has_seen_leaves_the_board(office, five, now):
    assert len(announces.board(now)) == 2

    for number in (3, 4):
        office.post(f"/buero/post/{five[number].pk}/erledigt/")

    assert announces.board(now) == []


@pytest.mark.parametrize("name", ["office_mail_one", "mail_resend", "mail_take_back", "mail_settle"])
def test_mail_is_the_office_s_and_this_campus_s(client, bodo, anna, five, other_campus, now, name):
    with scope(campus=other_campus):
        theirs = mail(other_campus, now, state="failed")
    client.force_login(bodo)
    assert client.get(reverse(f"web:{name}", args=[five[0].pk])).status_code == 403
    client.force_login(anna)
    assert client.post(reverse(f"web:{name}", args=[theirs.pk])).status_code == 404


@pytest.mark.parametrize("deed", [actions.resend_mail, actions.settle_mail, actions.take_mails_back])
def test_only_the_office_tends_mail(five, carla, now, deed):
    with pytest.raises(NotAllowed):
        deed(mail=five[3], by=carla, now=now)


def test_a_mailbox_from_which_mail_came_back_is_marked_at_its_person_and_its_booking(office, campus, now):
    from tests.build import bookings, commons, courses

    run = courses.run(campus, capacity=6)
    booking = bookings.booking(run, "Ada Muster")
    person = commons.person(campus, email=booking.booker_email)
    urls = [reverse("bookings:office_run", args=[run.code]), reverse("web:person_edit", args=[person.pk])]
    before = [office.get(url).content.decode().count("Adresse prüfen") for url in urls]

    mail(campus, now, to=booking.booker_email.upper(), state="sent", bounced_at=now, bounce_code="5.1.1")

    assert before == [0, 0]
    assert all("Adresse prüfen" in office.get(url).content.decode() for url in urls)


def test_the_demo_shows_a_mail_as_a_mail_program_does(client, campus, now):
    from glascampus.commons.campuses.models import Campus

    held = mail(campus, now, body="Hallo\n\nHier:\nhttp://127.0.0.1:8000/kurse/\n")
    assert client.get(f"/demo/post/{held.pk}/").status_code == 404

    Campus.objects.filter(pk=campus.pk).update(is_demo=True)
    page = client.get(f"/demo/post/{held.pk}/")

    assert page.status_code == 200
    assert '<a class="button" href="http://127.0.0.1:8000/kurse/">Hier</a>' in page.content.decode()
    assert "default-src 'none'; style-src 'sha256-" in page["Content-Security-Policy"]
    assert client.get(f"/demo/post/{held.pk}/", REMOTE_ADDR="203.0.113.7").status_code == 404
    assert client.get("/demo/post/").content.decode().count(f"/demo/post/{held.pk}/") == 1


def test_links_in_the_post_of_the_demo_lead_to_where_it_runs_now(client, campus, now):
    from glascampus.commons.campuses.models import Campus

    Campus.objects.filter(pk=campus.pk).update(is_demo=True, address="http://127.0.0.1:8123")
    old = mail(campus, now, body="Hier:\nhttp://127.0.0.1:8000/kurse/\n\nhttps://127.0.0.1.example.org/ bleibt.\n")

    page, letter = (client.get(url).content.decode() for url in ("/demo/post/", f"/demo/post/{old.pk}/"))

    assert 'href="http://127.0.0.1:8123/kurse/"' in page
    assert 'href="http://127.0.0.1:8123/kurse/"' in letter
    assert ":8000" not in page + letter
    assert "https://127.0.0.1.example.org/" in page


def test_a_letter_of_the_demo_that_has_left_says_where_its_text_is(client, campus, now):
    """A page that still shows the link may be older than the mail's way to the server."""
    from glascampus.commons.campuses.models import Campus

    Campus.objects.filter(pk=campus.pk).update(is_demo=True)
    gone = mail(campus, now, state="sent")

    page = client.get(f"/demo/post/{gone.pk}/")

    assert page.status_code == 200
    assert gone.subject in page.content.decode()
    assert "Der Mailserver hat diese Mail angenommen." in page.content.decode()


def test_the_office_reads_a_waiting_mail_in_the_language_of_its_receiver(office, campus, now):
    """A screen reader reads subject and text with the right voice, whichever language the page has."""
    waiting = mail(campus, now, language="de", body="Guten Tag")

    page = office.get(f"/en/buero/post/{waiting.pk}/").content.decode()

    assert f'<h1 class="low" lang="de">{waiting.subject}</h1>' in page
    assert '<div class="letter" lang="de"><p>Guten Tag</p></div>' in page
    for deed in ("senden", "zuruecknehmen", "erledigt"):
        asked = office.get(f"/en/buero/post/{waiting.pk}/{deed}/").content.decode()
        assert f'<span lang="de">{waiting.subject}</span>' in asked
