"""Signing in and out, the first office person, and the demo's doors."""

import pytest
from django.urls import reverse

from glascampus.commons.campuses.reads import link_token
from glascampus.commons.roles.models import Role
from glascampus.web.peers import FORWARDING
from tests.build import commons

WRONG = "Adresse oder Passwort stimmt nicht"
RIGHT = {"email": "bodo@example.org", "password": "glas und licht"}


@pytest.fixture
def demo(campus):
    campus.is_demo = True
    campus.save()
    return commons.user(campus, "office@demo.example", "office")


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_who_knows_the_password_gets_in(client, campus, bodo):
    answer = client.post("/anmelden/passwort/", RIGHT | {"email": "BODO@example.org"})

    assert (answer.status_code, answer["Location"]) == (302, "/betrieb/")
    assert signed_in(client)


@pytest.mark.parametrize(
    "typed", [{"password": "wrong"}, {"email": "nobody@example.org"}, {"email": "carla@example.org", "password": ""}]
)
@pytest.mark.parametrize(("path", "says"), [("/anmelden/passwort/", WRONG), ("/en/anmelden/passwort/", "")])
def test_a_wrong_address_and_a_wrong_password_get_the_same_sentence(client, campus, bodo, carla, typed, path, says):
    answer = client.post(path, RIGHT | typed)

    assert answer.status_code == 422
    assert not signed_in(client)
    if typed.get("password") != "":
        assert says in answer.content.decode()
        assert b'value="wrong"' not in answer.content


@pytest.mark.parametrize(
    "where",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "\x00",
    ],
)
def test_next_never_leads_away(client, campus, bodo, where):
    answer = client.post(f"/anmelden/passwort/?{__import__('urllib.parse').parse.urlencode({'next': where})}", RIGHT)

    assert (answer.status_code, answer["Location"]) == (302, "/betrieb/")


def test_next_leads_to_a_page_of_ours(client, campus, bodo):
    assert client.post("/anmelden/passwort/?next=/buero/ueber-uns/", RIGHT)["Location"] == "/buero/ueber-uns/"


def test_the_session_is_new_after_signing_in(client, campus, anna, bodo):
    client.force_login(anna)
    before = client.session.session_key

    client.post("/anmelden/passwort/", RIGHT)

    assert client.session.session_key != before
    assert client.session["_auth_user_id"] == str(bodo.pk)
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"


def test_leaving_needs_a_button(client, campus, anna):
    client.force_login(anna)

    assert client.get("/abmelden/").status_code == 405
    assert client.post("/abmelden/").status_code == 302
    assert not signed_in(client)


def test_another_sites_form_is_refused(campus, anna):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post("/anmelden/passwort/", RIGHT).status_code == 403


# The set-up link


def test_the_set_up_link_works_once(client, campus):
    path = reverse("web:set_up", args=[link_token("set-up", campus.key)])
    assert client.get(path).status_code == 200
    assert client.post(path, {"name": "Anna", "email": "anna@example.org", "password": "kurz"}).status_code == 422

    answer = client.post(path, {"name": "Anna", "email": "anna@example.org", "password": "ein langer Satz"})

    assert (answer.status_code, answer["Location"], signed_in(client)) == (302, "/konto/zweiter-faktor/", False)
    assert list(Role.objects.values_list("user__email", "kind")) == [("anna@example.org", "office")]
    assert client.get(path).status_code == 404
    assert client.post(path, {"name": "B", "email": "b@example.org", "password": "ein langer Satz"}).status_code == 404


@pytest.mark.parametrize("token", ["x", "ä" * 32, "abcdefghijklmnopqrstuvwxyz234567"])
def test_another_set_up_link_opens_nothing(client, campus, token):
    assert client.get(reverse("web:set_up", args=[token])).status_code == 404


def test_the_link_of_another_campus_opens_nothing(client, campus, other_campus):
    assert client.get(reverse("web:set_up", args=[link_token("set-up", other_campus.key)])).status_code == 404


# The demo's doors


def test_the_demo_offers_a_button_per_role_on_this_machine(client, campus, demo):
    assert b"/anmelden/demo/office/" in client.get("/anmelden/").content
    assert b'href="/demo/post/"' in client.get("/").content
    assert client.get("/demo/post/").status_code == 200

    assert client.post("/anmelden/demo/office/").status_code == 302
    assert client.session["_auth_user_id"] == str(demo.pk)


def closed(client, **peer) -> bool:
    """Neither shown, nor open, nor is the mailbox readable."""
    pages = client.get("/anmelden/", **peer).content + client.get("/", **peer).content
    shown = b"/anmelden/demo/" in pages or b"/demo/post/" in pages
    codes = {client.post("/anmelden/demo/office/", **peer).status_code, client.get("/demo/post/", **peer).status_code}
    return not shown and codes == {404} and not signed_in(client)


@pytest.mark.parametrize("header", FORWARDING)
@pytest.mark.parametrize("value", ["127.0.0.1", "for=127.0.0.1", ""])
def test_whoever_was_forwarded_finds_the_demos_doors_closed(client, campus, demo, header, value):
    assert closed(client, **{header: value})


@pytest.mark.parametrize("peer", ["198.51.100.7", "10.0.0.1", "2001:db8::1", "::ffff:198.51.100.7", "", "unix"])
def test_another_machine_finds_the_demos_doors_closed(client, campus, demo, peer):
    assert closed(client, REMOTE_ADDR=peer)


def test_a_real_campus_has_no_such_doors(client, campus, demo):
    campus.is_demo = False
    campus.save()

    assert closed(client)


def test_the_demos_doors_open_by_a_button_only(client, campus, demo):
    assert client.get("/anmelden/demo/office/").status_code == 405
    assert client.post("/anmelden/demo/funder/").status_code == 404


def test_a_user_of_the_demo_has_no_password(client, campus):
    from glascampus.commons.journal.rules import SYSTEM
    from glascampus.commons.roles.actions import make_user

    user = make_user(campus=campus, email="funder@demo.example", kind="funder", by=SYSTEM, now=commons.NOW)

    assert not user.has_usable_password()
    assert client.post("/anmelden/passwort/", {"email": user.email, "password": ""}).status_code == 422
