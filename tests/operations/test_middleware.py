"""Around every request: headers, cookies, the campus of the address, refusals."""

import logging

import pytest
from django.urls import get_resolver, reverse
from django_scopes import scope

from glascampus.web.logs import Discreet
from tests.build import commons

PUBLIC = [
    "/",
    "/bedarf/",
    "/curriculum/",
    "/kurse/",
    "/wirkung/",
    "/partner/",
    "/modell/",
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
]
TOKEN = "abcdefghijklmnopqrstuvwxyz234567"


def all_patterns(patterns=None):
    """Every address but the office's own."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if str(pattern.pattern).startswith("buero/"):
            continue
        if hasattr(pattern, "url_patterns"):
            yield from all_patterns(pattern.url_patterns)
        else:
            yield pattern


@pytest.mark.parametrize(
    "path", [*PUBLIC, "/anmelden/", "/health/", "/robots.txt", "/sitemap.xml", "/gibt-es-nicht/", "/buero/"]
)
@pytest.mark.parametrize("english", ["", "/en"])
def test_every_answer_carries_strict_headers(client, campus, path, english):
    answer = client.get(english + path)

    assert answer["Content-Security-Policy"].startswith("default-src 'self'; style-src 'self';")
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert (answer["Referrer-Policy"], answer["Cross-Origin-Opener-Policy"]) == ("same-origin", "same-origin")
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("english", ["", "/en"])
def test_who_only_reads_gets_no_cookie_and_no_script(client, campus, path, english):
    answer = client.get(english + path)

    assert answer.status_code == 200
    assert not answer.cookies
    assert b"<script" not in answer.content.replace(b'<script type="application/ld+json"', b"")


def test_a_page_behind_a_private_link_is_stored_by_nobody(client, campus):
    with_token = {p.name: p.pattern for p in all_patterns() if "token" in p.pattern.converters}
    assert "set_up" in with_token
    assert len(with_token) >= 4

    answer = client.get(reverse("web:set_up", args=[TOKEN]))

    assert (answer.status_code, answer["Cache-Control"], answer["X-Robots-Tag"]) == (404, "no-store", "noindex")


def test_every_address_with_a_word_from_strangers_is_a_token_or_a_known_name():
    """A private link under another name than ``token`` would be stored by proxies."""
    words = {
        name
        for p in all_patterns()
        for name, to in p.pattern.converters.items()
        if type(to).__name__ == "StringConverter"
    }

    machines = {
        "slug",
        "code",
        "id",
        "participant_id",
    }  # of the API: courses and runs are public, bookings answer with no-store
    assert words <= {"token", *machines}


def test_what_a_signed_in_person_saw_is_kept_by_no_proxy(client, campus, anna):
    client.force_login(anna)

    assert client.get("/impressum/")["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("path", PUBLIC)
def test_the_second_campus_sees_only_its_own(client, campus, other_campus, path):
    commons.organisation(campus, "Unsere Glashütte", slug="unsere", is_public=True)
    with scope(campus=other_campus):
        commons.organisation(other_campus, "Fremde Glashütte", slug="fremde", is_public=True)

    here = client.get(path).content.decode()
    there = client.get(path, headers={"host": "other.example"}).content.decode()

    assert ("Testcampus" in here, "Anderer Campus" in here, "Fremde" in here) == (True, False, False)
    assert ("Testcampus" in there, "Anderer Campus" in there, "Unsere" in there) == (False, True, False)
    if path == "/partner/":
        assert ("Unsere Glashütte" in here, "Fremde Glashütte" in there) == (True, True)


@pytest.fixture(autouse=True)
def known_hosts(settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example", "own.example", "nobody.example", "[::1]", "127.0.0.1"]


def test_the_office_of_one_campus_is_nobody_on_another(client, campus, anna, other_campus):
    client.force_login(anna)

    assert client.get("/buero/", headers={"host": "other.example"}).status_code == 403


def test_an_unknown_host_shows_nothing_of_any_campus(client, campus):
    campus.host = "own.example"
    campus.save()

    answer = client.get("/", headers={"host": "nobody.example"})

    assert answer.status_code == 404
    assert "Content-Security-Policy" in answer
    assert not any(name in answer.content for name in (b"Testcampus", b"Anderer Campus"))
    assert client.get("/impressum/", headers={"host": "OWN.example:8000"}).status_code == 200


def test_a_host_that_is_not_allowed_is_refused(client, campus):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_an_address_of_numbers_finds_the_campus(client, campus):
    assert client.get("/impressum/", headers={"host": "[::1]:8000"}).status_code == 200


@pytest.mark.parametrize("english", ["", "/en"])
def test_who_may_not_is_asked_to_sign_in_or_told_so(client, campus, bodo, english):
    asked = client.get(f"{english}/buero/")
    assert (asked.status_code, asked["Location"].partition("?")[2]) == (
        302,
        f"next={'%2Fen' if english else ''}%2Fbuero%2F",
    )

    client.force_login(bodo)

    assert client.get(f"{english}/buero/").status_code == 403


def test_a_deed_without_the_right_is_403(client, campus, bodo):
    client.force_login(bodo)

    assert client.post("/buero/personen/neu/", {"given_name": "x"}).status_code == 403


def test_logs_hold_no_link_and_no_mailbox():
    line = Discreet("%(message)s")
    said = f"Not Found: /en/buchung/{TOKEN}/x and /neu/{TOKEN}/ and /bedarf/stand/kurz/ by bodo@example.org"
    record = logging.LogRecord("x", logging.WARNING, "f", 1, "%s", (said,), None)
    error = ValueError("Key (email)=(bodo@example.org) already exists")
    record.exc_info = (ValueError, error, None)

    written = line.format(record)

    assert written.splitlines() == [
        "Not Found: /en/buchung/…/x and /neu/…/ and /bedarf/stand/…/ by …@…",
        "ValueError: Key (email)=(…@…) already exists",
    ]
