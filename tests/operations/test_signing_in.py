"""Signing in by mailed link: who gets one, what it opens, how often, and that nobody learns who is known here."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from glascampus.basics import clock
from glascampus.commons.journal.models import Line
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.outbox.models import Mail
from glascampus.commons.roles import actions, reads
from glascampus.commons.roles.models import Role, SignInLink, User
from tests.build import commons

LINK = re.compile(r"/anmelden/link/([a-z2-7]{32})/(\S*)")


@pytest.fixture(autouse=True)
def _still(monkeypatch, now):
    """The pages' clock stands at the tests' moment."""
    from django.utils.timezone import now as real

    monkeypatch.setattr(clock, "_shift", [lambda: now - real()])


def ask(client, email, **more):
    return client.post("/anmelden/", {"email": email}, **more)


def mailed() -> str:
    """The token of the newest mail."""
    return LINK.search(Mail.objects.order_by("-pk").first().body)[1]


def signed_in_as(client) -> str | None:
    return client.session.get("_auth_user_id")


def test_a_mailed_link_signs_in_with_a_button(client, campus, bodo):
    asked = ask(client, "Bodo@Example.org")
    path = reverse("web:sign_in_link", args=[mailed()])
    looked = client.get(path)

    assert (asked.status_code, asked["Location"]) == (302, "/anmelden/gesendet/")
    assert (looked.status_code, looked["Cache-Control"], looked["X-Robots-Tag"]) == (200, "no-store", "noindex")
    assert signed_in_as(client) is None
    assert SignInLink.objects.get().used_at is None

    answer = client.post(path)

    assert (answer.status_code, answer["Location"], signed_in_as(client)) == (302, "/betrieb/", str(bodo.pk))


def test_looking_at_the_page_again_and_again_spends_nothing(client, campus, bodo):
    ask(client, bodo.email)
    path = reverse("web:sign_in_link", args=[mailed()])

    assert [client.get(path).status_code for _ in range(3)] == [200, 200, 200]
    assert client.post(path).status_code == 302


def test_a_link_works_once(client, campus, bodo):
    from django.test import Client

    ask(client, bodo.email)
    path = reverse("web:sign_in_link", args=[mailed()])
    client.post(path)

    second = Client()
    assert (second.post(path).status_code, second.get(path).status_code) == (410, 410)
    assert signed_in_as(second) is None


@pytest.mark.parametrize(("minutes", "status"), [(14, 302), (15, 410), (60, 410)])
def test_a_link_lasts_a_quarter_of_an_hour(client, campus, bodo, now, monkeypatch, minutes, status):
    from django.utils.timezone import now as real

    ask(client, bodo.email)
    path = reverse("web:sign_in_link", args=[mailed()])

    later = now + timedelta(minutes=minutes, seconds=-30 if status == 302 else 1)
    monkeypatch.setattr(clock, "_shift", [lambda: later - real()])

    assert client.post(path).status_code == status


def test_only_the_fingerprint_of_a_link_is_kept(client, campus, bodo):
    ask(client, bodo.email)

    assert mailed() not in str(SignInLink.objects.values())
    assert mailed() not in str(Line.objects.values())


@pytest.mark.parametrize("token", ["x", "a" * 32, "ä" * 32, "abcdefghijklmnopqrstuvwxyz234567"])
def test_another_link_opens_nothing(client, campus, token):
    path = reverse("web:sign_in_link", args=[token])

    assert (client.get(path).status_code, client.post(path).status_code) == (410, 410)


def test_a_link_of_another_campus_opens_nothing_here(client, campus, other_campus, bodo, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ask(client, bodo.email)
    path = reverse("web:sign_in_link", args=[mailed()])

    assert client.post(path, headers={"host": "other.example"}).status_code == 410
    assert client.post(path).status_code == 302


def test_known_and_unknown_mailboxes_get_the_same_answer(client, campus, bodo, carla):
    answers = [ask(client, email) for email in (bodo.email, "nobody@example.org", carla.email)]

    assert len({(a.status_code, a["Location"], a.content) for a in answers}) == 1
    assert list(Mail.objects.values_list("to", flat=True)) == [bodo.email]


def test_known_and_unknown_mailboxes_ask_the_database_the_same(client, campus, bodo):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for email in (bodo.email, "nobody@example.org"):
        with CaptureQueriesContext(
            connection,
        ) as found:
            actions.send_link(campus=campus, email=email, language="de", now=commons.NOW)
        counts.append([q["sql"].split()[0] for q in found if "INSERT" in q["sql"] or "UPDATE" in q["sql"]])

    assert counts[0] == counts[1]
    assert len(counts[0]) == 3  # link, mail, line: written for both, taken back for one


def test_the_sixth_link_within_an_hour_is_not_sent_and_nobody_says_so(client, campus, bodo):
    answers = [ask(client, bodo.email) for _ in range(7)]

    assert {(a.status_code, a["Location"]) for a in answers} == {(302, "/anmelden/gesendet/")}
    assert Mail.objects.filter(to=bodo.email).count() == 5


def test_whoever_asks_from_one_address_too_often_waits(client, campus):
    answers = [ask(client, f"p{n}@example.org").status_code for n in range(22)]

    assert answers == [302] * 20 + [422] * 2
    assert ask(client, "p@example.org", REMOTE_ADDR="198.51.100.7").status_code == 302


def test_whoever_has_booked_signs_in_without_an_invitation(client, campus):
    commons.person(campus, email="Dana@example.org")
    ask(client, "dana@example.org")

    answer = client.post(reverse("web:sign_in_link", args=[mailed()]))

    assert (answer.status_code, answer["Location"]) == (302, "/mein/")
    assert list(Role.objects.filter(user__email="dana@example.org").values_list("kind", flat=True)) == ["participant"]


def test_nobody_is_made_a_user_by_asking(client, campus):
    commons.person(campus, email="dana@example.org")

    ask(client, "dana@example.org")

    assert not User.objects.filter(email="dana@example.org").exists()


def test_whoever_teaches_here_signs_in_as_a_lecturer(client, campus):
    commons.person(campus, email="emil@example.org", teaches=True)
    ask(client, "emil@example.org")

    answer = client.post(reverse("web:sign_in_link", args=[mailed()]))

    assert answer["Location"] == "/lehre/"


def test_a_person_of_another_campus_gets_no_link_here(client, campus, other_campus):
    from django_scopes import scope

    with scope(campus=other_campus):
        commons.person(other_campus, email="dana@example.org")

    ask(client, "dana@example.org")

    assert not Mail.objects.exists()


def test_a_mailbox_whose_access_was_ended_gets_no_link_although_it_booked(client, campus, anna, bodo):
    commons.person(campus, email=bodo.email)
    actions.end_access(campus=campus, user=bodo, by=anna, now=commons.NOW)

    ask(client, bodo.email)

    assert not Mail.objects.filter(to=bodo.email).exists()


def test_a_link_that_was_asked_for_before_access_ended_opens_nothing(client, campus, anna, bodo):
    ask(client, bodo.email)
    path = reverse("web:sign_in_link", args=[mailed()])

    actions.end_access(campus=campus, user=bodo, by=anna, now=commons.NOW)

    assert client.post(path).status_code == 410


def test_the_session_gets_a_new_key(client, campus, bodo, carla):
    client.force_login(carla)
    before = client.session.session_key
    ask(client, bodo.email)

    client.post(reverse("web:sign_in_link", args=[mailed()]))

    assert (client.session.session_key != before, signed_in_as(client)) == (True, str(bodo.pk))


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_link_never_leads_away(client, campus, bodo, where):
    client.post(f"/anmelden/?next={where}", {"email": bodo.email})
    path = reverse("web:sign_in_link", args=[mailed()])

    assert "evil" not in Mail.objects.get().body
    assert client.post(f"{path}?next={where}")["Location"] == "/betrieb/"


def test_the_link_leads_where_one_wanted_to_go(client, campus, bodo):
    client.post("/anmelden/?next=/kurse/%3Fq%3Dglas", {"email": bodo.email})
    token, rest = LINK.search(Mail.objects.get().body).groups()

    assert client.post(f"/anmelden/link/{token}/{rest}")["Location"] == "/kurse/?q=glas"


def test_the_mail_speaks_the_language_of_the_page(client, campus, bodo):
    client.post("/en/anmelden/", {"email": bodo.email})

    mail = Mail.objects.get()
    assert mail.subject == "Your link to sign in: Testcampus"
    assert f"{campus.address}/en/anmelden/link/" in mail.body


@pytest.mark.parametrize(
    "typed",
    ["", "x" * 300 + "@example.org", "🙂", "<script>@example.org", "a\x00@example.org", "=1+1", "9" * 20, "a@b"],
)
def test_no_typed_word_breaks_the_page(client, campus, typed):
    assert ask(client, typed).status_code == 422


def test_a_link_asked_for_writes_one_line_and_one_spent_another(client, campus, bodo):
    ask(client, bodo.email)
    client.post(reverse("web:sign_in_link", args=[mailed()]))

    deeds = list(Line.objects.order_by("pk").values_list("deed", flat=True))
    assert deeds[-2:] == ["roles.link_sent", "roles.link_used"]
    assert bodo.email not in str(list(Line.objects.values()))


def test_a_session_ends_after_a_month(client, campus, bodo):
    ask(client, bodo.email)
    client.post(reverse("web:sign_in_link", args=[mailed()]))

    assert round(client.session.get_expiry_age() / 86_400) == 30


def test_old_links_are_forgotten(client, campus, bodo, now):
    ask(client, bodo.email)

    assert actions.forget_links(now=now + timedelta(days=29)) == 0
    assert actions.forget_links(now=now + timedelta(days=31)) == 1


def test_everything_on_a_mailbox_is_given_out_and_forgotten(client, campus, bodo):
    from glascampus.web.commands.people import erase, export

    ask(client, bodo.email)

    assert len(export(bodo.email)["roles.signinlink"]) == 1
    erase(bodo.email)
    assert not SignInLink.objects.exists()
    assert not User.objects.filter(pk=bodo.pk).exists()


def test_reading_without_signing_in_leaves_no_cookie(client, campus):
    for path in ("/", "/kurse/", "/anmelden/gesendet/"):
        assert client.get(path).cookies == {}


# Invitations


def test_an_invitation_opens_for_a_week_and_once(client, campus, anna, now, monkeypatch):
    from django.utils.timezone import now as real

    user = actions.invite(
        campus=campus, email="frieda@example.org", kind="funder", name="Frieda", by=anna, now=now, language="de"
    )
    path = reverse("web:sign_in_link", args=[mailed()])
    monkeypatch.setattr(clock, "_shift", [lambda: now + timedelta(days=6) - real()])

    answer = client.post(path)

    assert (answer["Location"], signed_in_as(client)) == ("/foerderer/", str(user.pk))
    assert client.post(path).status_code == 410


def test_only_the_office_invites(campus, bodo, now):
    from glascampus.basics.reason import NotAllowed

    with pytest.raises(NotAllowed):
        actions.invite(campus=campus, email="x@example.org", kind="office", name="", by=bodo, now=now, language="de")
    assert not User.objects.filter(email="x@example.org").exists()


def test_whoever_becomes_the_office_must_sign_in_anew(client, campus, bodo, anna, now):
    client.force_login(bodo)
    assert client.get("/konto/").status_code == 200

    actions.invite(campus=campus, email=bodo.email, kind="office", name="", by=anna, now=now, language="de")

    assert client.get("/konto/").status_code == 302
    assert client.get("/buero/").status_code == 302


def test_ending_an_access_ends_its_session_at_once(client, campus, bodo, anna, now):
    client.force_login(bodo)

    actions.end_access(campus=campus, user=bodo, by=anna, now=now)

    assert client.get("/konto/").status_code == 302
    bodo.refresh_from_db()
    assert (bodo.is_active, bodo.has_usable_password(), Role.objects.filter(user=bodo).count()) == (False, False, 0)


def test_the_last_person_of_the_office_stays(campus, anna, now):
    with pytest.raises(actions.LastOffice):
        actions.end_access(campus=campus, user=anna, by=anna, now=now)
    assert reads.has_office(campus)


def test_a_new_invitation_opens_an_ended_access_again(client, campus, bodo, anna, now):
    actions.end_access(campus=campus, user=bodo, by=anna, now=now)

    actions.invite(campus=campus, email=bodo.email, kind="funder", name="", by=anna, now=now, language="de")

    assert client.post(reverse("web:sign_in_link", args=[mailed()]))["Location"] == "/foerderer/"


def test_the_machine_prints_a_link(campus, anna, now):
    token = actions.print_link(campus=campus, email=anna.email, now=now)

    assert reads.link_by_token(token, now)
    assert not Mail.objects.exists()
    with pytest.raises(actions.LinkOver):
        actions.print_link(campus=campus, email="nobody@example.org", now=now)
    assert SYSTEM.kind == Line.objects.order_by("-pk").first().actor_kind


AT_ONCE = """
import json, threading
from django.db import connection
from django.test import Client
from glascampus.basics.clock import now
from glascampus.commons.campuses.reads import the_campus
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.roles.actions import make_user, print_link

campus = the_campus()
with scope(campus=campus):
    make_user(campus=campus, email="bodo@example.org", kind="company", by=SYSTEM, now=now())
    tokens = [print_link(campus=campus, email="bodo@example.org", now=now()) for _ in range(5)]
found = []
for token in tokens:
    start, answers = threading.Barrier(4), []
    def press():
        client = Client(SERVER_NAME="localhost")
        start.wait()
        status = client.post(f"/anmelden/link/{token}/").status_code
        answers.append((status, "_auth_user_id" in client.session))
        connection.close()
    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    found.append(sorted(answers))
print(json.dumps(found))
"""


def test_of_four_at_once_one_gets_in(shell):
    """They press the button in the same moment; the database lets one of them spend the link."""
    import json

    assert json.loads(shell.python(AT_ONCE)) == [[[302, True], *[[410, False]] * 3]] * 5
