"""The office opens with two things; a lost phone is helped by paper, a colleague or the machine; nothing goes round it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse

from glascampus.basics.reason import NotAllowed
from glascampus.commons.journal.models import Line
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.roles import actions, reads
from glascampus.commons.roles.rules import LINK_LASTS
from tests.build import commons

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ANNA = {"email": "anna@example.org", "password": "glas und licht"}


def code(secret: str = SECRET, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def password(client, **typed):
    return client.post("/anmelden/passwort/", ANNA | typed)


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def codes(campus, anna) -> list[str]:
    """Anna has a second factor and these codes on paper."""
    return actions.set_second_factor(campus=campus, user=anna, secret=SECRET, now=commons.NOW)


# Setting it up


def test_the_office_sets_it_up_at_the_first_sign_in_and_is_inside_afterwards(client, campus, anna):
    assert password(client)["Location"] == "/konto/zweiter-faktor/"
    page = client.get("/konto/zweiter-faktor/").content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]{39})</code>", page)[1].replace(" ", "")
    assert not signed_in(client)
    assert "<svg" in page
    assert "style=" not in page

    answer = client.post("/konto/zweiter-faktor/", {"code": code(secret)})

    assert (answer.status_code, signed_in(client)) == (200, True)
    paper = re.findall(r"<li><code>(\d{8})</code>", answer.content.decode())
    assert len(set(paper)) == 10
    assert 'href="/buero/"' in answer.content.decode()
    assert client.get("/buero/").status_code == 200
    assert round(client.session.get_expiry_age() / 3600) == 12


def test_until_it_is_set_up_the_office_stays_closed(client, campus, anna):
    password(client)

    answers = [client.get(path).status_code for path in ("/buero/", "/konto/", "/konto/passwort/", "/buero/zugaenge/")]

    assert answers == [302, 302, 302, 302]


def test_a_wrong_code_sets_nothing_up(client, campus, anna):
    password(client)
    client.get("/konto/zweiter-faktor/")

    answer = client.post("/konto/zweiter-faktor/", {"code": "000000"})

    assert (answer.status_code, signed_in(client), Authenticator.objects.count()) == (422, False, 0)


def test_a_stranger_finds_no_page_to_set_it_up(client, campus):
    assert client.get("/konto/zweiter-faktor/")["Location"] == "/anmelden/passwort/"
    assert client.get("/konto/code/")["Location"] == "/anmelden/passwort/"


def test_nobody_with_the_password_alone_sets_up_another(client, campus, anna, codes):
    password(client)

    assert client.get("/konto/zweiter-faktor/")["Location"] == "/konto/code/"
    assert client.post("/konto/zweiter-faktor/", {"code": code()})["Location"] == "/konto/code/"
    with pytest.raises(actions.AlreadyProtected):
        actions.set_second_factor(campus=campus, user=anna, secret="A" * 32, now=commons.NOW)
    assert not signed_in(client)


def test_companies_need_none_and_may_have_one(client, campus, bodo):
    assert password(client, email=bodo.email)["Location"] == "/betrieb/"
    assert client.get("/konto/zweiter-faktor/").status_code == 200


def test_a_session_left_open_sets_up_nothing(client, campus, bodo):
    client.force_login(bodo)  # nobody signed in lately

    answer = client.get("/konto/zweiter-faktor/", follow=True)

    assert (answer.request["PATH_INFO"], "ab und wieder an" in answer.content.decode()) == ("/konto/", True)
    assert "secret" not in str(client.session.items())


def test_the_office_of_a_demo_needs_none(client, campus, anna):
    campus.is_demo = True
    campus.save()

    assert password(client)["Location"] == "/buero/"


def test_the_office_of_one_campus_signs_in_on_no_other_without_it(client, campus, other_campus, settings):
    """A session is the same on every campus of an installation."""
    from django_scopes import scope

    settings.ALLOWED_HOSTS = ["*"]
    with scope(campus=other_campus):
        commons.user(other_campus, ANNA["email"], "office")
    with scope(campus=campus):
        commons.user(campus, ANNA["email"], "participant")

    assert password(client)["Location"] == "/konto/zweiter-faktor/"


def test_secrets_are_sealed_in_the_database(campus, anna, codes):
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert SECRET not in stored
    assert not [c for c in codes if c in stored]


def test_an_older_signing_key_still_opens_them(client, campus, anna, codes, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, for a test"
    password(client)

    assert client.post("/konto/code/", {"code": code()})["Location"] == "/buero/"


# Signing in with it


def test_the_password_alone_opens_nothing(client, campus, anna, codes):
    assert password(client)["Location"] == "/konto/code/"

    assert not signed_in(client)
    assert client.get("/buero/").status_code == 302


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_password_and_code_open_the_office(client, campus, anna, codes, steps, monkeypatch):
    moment = time.time()
    monkeypatch.setattr(time, "time", lambda: moment)  # no step ends between the code and its check
    password(client)
    before = client.session.session_key

    answer = client.post("/konto/code/", {"code": code(steps=steps)})

    assert (answer["Location"], signed_in(client)) == ("/buero/", True)
    assert client.session.session_key != before


def test_where_one_wanted_to_go_is_remembered(client, campus, anna, codes):
    client.post("/anmelden/passwort/?next=/buero/zugaenge/", ANNA)

    assert client.post("/konto/code/", {"code": code()})["Location"] == "/buero/zugaenge/"


def test_a_code_opens_once(client, campus, anna, codes):
    from django.core.cache import cache
    from django.test import Client

    used = code()
    password(client)
    assert client.post("/konto/code/", {"code": used}).status_code == 302
    for key in (f"allauth.mfa.totp.used?user={anna.pk}&code={used}",):
        cache.delete(key)  # allauth forgets it after half a minute, while its neighbours still count

    other = Client()
    password(other)

    assert other.post("/konto/code/", {"code": used}).status_code == 422
    assert other.post("/konto/code/", {"code": f" {used[:3]} {used[3:]} "}).status_code == 422


@pytest.mark.parametrize(
    "typed", ["", "000000", "abc", "9" * 21, "🙂", "<script>", "1\x002345", "=1+1", "१२३४५६", "-" * 6, " "]
)
def test_a_wrong_code_opens_nothing(client, campus, anna, codes, typed):
    password(client)

    answer = client.post("/konto/code/", {"code": typed})

    assert (answer.status_code, signed_in(client)) == (422, False)


def test_whoever_guesses_waits(client, campus, anna, codes):
    password(client)
    for _ in range(5):
        client.post("/konto/code/", {"code": "000000"})

    answer = client.post("/konto/code/", {"code": code()})

    assert (answer.status_code, signed_in(client)) == (422, False)
    assert "Bitte warten Sie fünf Minuten" in answer.content.decode()


def test_whoever_guesses_passwords_waits_even_for_the_right_one(client, campus, bodo):
    for _ in range(5):
        password(client, email=bodo.email, password="wrong")

    answer = password(client, email=bodo.email)

    assert (answer.status_code, signed_in(client)) == (422, False)
    assert password(client, email="carla@example.org").status_code == 422


def test_a_mailed_link_does_not_go_round_it(client, campus, anna, codes):
    token = actions.print_link(campus=campus, email=anna.email, now=_now())

    assert client.post(reverse("web:sign_in_link", args=[token]))["Location"] == "/konto/code/"
    assert not signed_in(client)


def _now():
    from glascampus.basics.clock import now

    return now()


def test_a_pending_sign_in_ends_with_the_access(client, campus, anna, codes):
    second = commons.user(campus, "zweite@example.org", "office")
    password(client)
    actions.end_access(campus=campus, user=anna, by=second, now=commons.NOW)

    client.post("/konto/code/", {"code": code()})

    assert client.get("/buero/").status_code == 302


def test_whose_access_ended_sets_nothing_up_any_more(client, campus, anna):
    second = commons.user(campus, "zweite@example.org", "office")
    password(client)
    client.get("/konto/zweiter-faktor/")
    actions.end_access(campus=campus, user=anna, by=second, now=commons.NOW)

    assert client.get("/konto/zweiter-faktor/")["Location"] == "/anmelden/passwort/"
    assert not Authenticator.objects.filter(user=anna).exists()


def test_behind_a_proxy_each_stranger_has_a_limit_of_their_own(client, campus, monkeypatch):
    monkeypatch.setenv("CAMPUS_TRUSTED_PROXIES", "127.0.0.1")

    def asks(number, address):
        return client.post("/anmelden/", {"email": f"p{number}@example.org"}, HTTP_X_FORWARDED_FOR=address).status_code

    assert [asks(n, "198.51.100.7") for n in range(21)] == [302] * 20 + [422]
    assert asks(22, "198.51.100.8") == 302
    assert asks(23, "203.0.113.1, 198.51.100.7") == 422  # what a stranger writes before it counts for nothing


# Paper, colleague, machine


def test_a_code_on_paper_opens_once(client, campus, anna, codes):
    from django.test import Client

    password(client)
    assert client.post("/konto/code/", {"code": codes[3]}).status_code == 302
    assert reads.codes_left(anna) == 9

    other = Client()
    password(other)
    assert other.post("/konto/code/", {"code": codes[3]}).status_code == 422


def test_new_codes_on_paper_need_a_code_and_end_the_old_ones(client, campus, anna, codes):
    client.force_login(anna)
    assert client.post("/konto/ersatzcodes/", {"code": "000000"}).status_code == 422

    answer = client.post("/konto/ersatzcodes/", {"code": code()})

    fresh = re.findall(r"<li><code>(\d{8})</code>", answer.content.decode())
    assert (len(fresh), set(fresh) & set(codes)) == (10, set())


def test_another_person_of_the_office_resets_it(client, campus, anna, codes):
    second = commons.user(campus, "zweite@example.org", "office")
    client.force_login(anna)

    actions.reset_second_factor(campus=campus, user=anna, by=second, now=commons.NOW)

    assert client.get("/buero/").status_code == 302  # whoever has the phone is out
    assert password(client)["Location"] == "/konto/zweiter-faktor/"
    line = Line.objects.order_by("-pk").first()
    assert (line.deed, line.actor_id, line.facts) == ("roles.second_factor_reset", second.pk, {"user": anna.pk})


def test_nobody_resets_their_own_and_no_company_anybodys(campus, anna, bodo, codes):
    with pytest.raises(actions.NotYourself):
        actions.reset_second_factor(campus=campus, user=anna, by=anna, now=commons.NOW)
    with pytest.raises(NotAllowed):
        actions.reset_second_factor(campus=campus, user=anna, by=bodo, now=commons.NOW)
    assert reads.second_factor_of(anna)


def test_whoever_is_alone_is_helped_by_the_machine(campus, anna, codes, capsys):
    from glascampus.commons.roles.commands import access

    assert access(["reset", anna.email]) == 0

    assert reads.second_factor_of(anna) is None
    assert Line.objects.order_by("-pk").first().actor_kind == SYSTEM.kind


def test_the_machine_prints_a_link_and_says_when_there_is_nobody(client, campus, anna, capsys):
    from glascampus.commons.roles.commands import access

    assert access(["link", anna.email]) == 0
    path = re.search(r"/anmelden/link/[a-z2-7]{32}/", capsys.readouterr().out)[0]
    assert client.post(path)["Location"] == "/konto/zweiter-faktor/"

    assert access(["link", "nobody@example.org"]) == 1
    assert access(["reset", "nobody@example.org"]) == 1


# The password


def test_a_forgotten_password_is_set_anew_by_a_mailed_link(client, campus, anna, codes):
    from glascampus.commons.outbox.models import Mail

    assert "?next=/konto/passwort/" in client.get("/anmelden/passwort/").content.decode().replace("%2F", "/")
    client.post("/anmelden/?next=/konto/passwort/", {"email": anna.email})
    link = re.search(r"/anmelden/link/\S+", Mail.objects.get().body)[0]
    client.post(link)
    assert client.post("/konto/code/", {"code": code()})["Location"] == "/konto/passwort/"

    answer = client.post("/konto/passwort/", {"password": "ein ganz neuer Satz"})

    assert (answer.status_code, signed_in(client)) == (302, True)
    anna.refresh_from_db()
    assert anna.check_password("ein ganz neuer Satz")


def test_without_a_link_the_password_before_is_asked_for(client, campus, anna):
    client.force_login(anna)

    wrong = client.post("/konto/passwort/", {"current": "falsch", "password": "ein ganz neuer Satz"})
    right = client.post("/konto/passwort/", {"current": ANNA["password"], "password": "ein ganz neuer Satz"})

    assert (wrong.status_code, right.status_code) == (422, 302)


def test_a_new_password_ends_every_other_session(client, campus, anna):
    from django.test import Client

    other = Client()
    other.force_login(anna)
    client.force_login(anna)

    client.post("/konto/passwort/", {"current": ANNA["password"], "password": "ein ganz neuer Satz"})

    assert (client.get("/konto/").status_code, other.get("/konto/").status_code) == (200, 302)


@pytest.mark.parametrize("typed", ["", "kurz", "passwordpassword"[:8], "password1234", "\x00" * 14, "x" * 201])
def test_a_weak_password_is_refused(client, campus, anna, typed):
    client.force_login(anna)

    assert client.post("/konto/passwort/", {"current": ANNA["password"], "password": typed}).status_code == 422


def test_companies_have_no_password_page(client, campus, bodo):
    client.force_login(bodo)

    assert client.get("/konto/passwort/").status_code == 403


def test_a_link_proves_enough_for_a_quarter_of_an_hour_only():
    assert LINK_LASTS.total_seconds() == 900
