"""The authorisation matrix: every address, in both languages, with every role, for one's own and for another campus' object.

What is expected stands in ``matrix.txt``, one line per address; an address without a line fails. ``./campus test -s -n0
tests/access/observe.py`` prints the lines as they are seen now: read them before you keep one.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import translation
from django_scopes import scopes_disabled

from glascampus.basics import clock
from glascampus.commons.editorial.actions import sweep_files
from tests.access.world import ROLES, things
from tests.build.commons import NOW, campus

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("matrix.txt")
SIGN_IN = ("/anmelden/", "/en/anmelden/")
SYMBOLS = {404: "0", 405: ".", 410: "0"}
NEVER = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def _walk(resolver: Any, space: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for pattern in resolver.url_patterns:
        if str(pattern.pattern).startswith("api/"):
            continue  # has a table of its own: tests/api/test_matrix.py
        if hasattr(pattern, "url_patterns"):
            inner = getattr(pattern, "namespace", None)
            yield from _walk(pattern, f"{space}{inner}:" if inner else space)
        else:
            yield f"{space}{pattern.name}", pattern.pattern.converters


def _lines() -> dict[str, tuple[str, str, dict[str, str]]]:
    """By route: what a GET and a POST give to each role, and which object stands in the address."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            route, get, post, *names = line.split()
            assert len(get) == len(post) == len(ROLES), line
            route += ("#" + " ".join(names)) * (route in found)  # one more line: the same address with another object
            assert route not in found, line
            found[route] = (get, post, dict(name.split("=", 1) for name in names))
    return found


LINES = _lines()
ROUTES = sorted({name for name, _ in _walk(get_resolver())})
KNOWN = sorted(name for name in LINES if name.split("#")[0] in ROUTES)
WITH_OBJECT = sorted(name for name in KNOWN if any(thing[0] != '"' for thing in LINES[name][2].values()))


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """Built once; whatever a request does is undone after its test."""
    with django_db_blocker.unblock(), transaction.atomic():
        clock.turn_with(lambda: NOW - datetime.now(UTC))
        own, other = campus("own"), campus("other", host="other.example")
        with scopes_disabled():
            mine, theirs = things(own), things(other)
            users = mine.pop("users")
            theirs.pop("users")
            cookies = {role: _signed_in(users[role]) for role in ROLES}
            yield {"own": mine, "other": theirs, "users": users, "cookies": cookies}
        transaction.set_rollback(True)
    with django_db_blocker.unblock():
        sweep_files(older_than_s=-1)  # pictures whose rows were rolled back


def _signed_in(user: Any) -> SimpleCookie:
    client = Client()
    if user:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies


@pytest.fixture(autouse=True)
def turned() -> None:
    """The clock stands where the world's things are; the transaction of each test is undone within the world's."""
    clock.turn_with(lambda: NOW - datetime.now(UTC))


def _ask(client: Client, method: str, url: str) -> Any:
    """One request that leaves nothing behind; a fault in a page is an answer like others."""
    mark = transaction.savepoint()
    try:
        return getattr(client, method.lower())(url)
    finally:
        transaction.savepoint_rollback(mark)


def _symbol(answer: Any) -> str:
    """``+`` served, ``?`` asked to sign in, ``-`` refused, ``0`` not found, ``.`` no such method, ``!`` a fault."""
    if answer.status_code == 302 and answer["Location"].startswith(SIGN_IN):
        return "?"
    if answer.status_code in {401, 403}:
        return "-"
    if answer.status_code in SYMBOLS:
        return SYMBOLS[answer.status_code]
    return "+" if answer.status_code < 500 else "!"


def _client(world: dict[str, Any], role: str) -> Client:
    """A browser of this role, signed in before all tests: what a request does to its cookies is gone with it."""
    client = Client(raise_request_exception=False)
    client.cookies.update(world["cookies"][role])
    return client


def _seen(world: dict[str, Any], url: str, method: str) -> str:
    return "".join(_symbol(_ask(_client(world, role), method, url)) for role in ROLES)


def _address(route: str, objects: dict[str, str], of: dict[str, Any], language: str = "de") -> str:
    with translation.override(language):
        return reverse(
            route.split("#", maxsplit=1)[0],
            kwargs={name: thing.strip('"') if thing[0] == '"' else of[thing] for name, thing in objects.items()},
        )


def test_every_address_has_a_line_and_every_line_an_address():
    assert sorted({name.split("#")[0] for name in LINES}) == ROUTES


@pytest.mark.parametrize("route", KNOWN)
def test_each_role_gets_what_the_table_says(route, world):
    get, post, objects = LINES[route]
    own = _address(route, objects, world["own"])
    english = _address(route, objects, world["own"], "en")

    assert (_seen(world, own, "GET"), _seen(world, own, "POST")) == (get, post)
    if english != own:
        assert (_seen(world, english, "GET"), _seen(world, english, "POST")) == (get, post)
    assert _seen(world, own, "HEAD") == get
    for method in NEVER:
        assert _symbol(_ask(_client(world, "office"), method, own)) != "!"


@pytest.mark.parametrize("route", WITH_OBJECT)
def test_another_campus_object_is_not_there_for_anybody(route, world):
    get, post, objects = LINES[route]
    others = _address(route, objects, world["other"])

    for method, expected in (("GET", get), ("POST", post)):
        seen = _seen(world, others, method)
        assert set(seen) <= set("0?-."), (method, seen)
        assert all(now in {before, "0"} for now, before in zip(seen, expected.replace("+", "0"), strict=True))


@pytest.mark.parametrize("route", WITH_OBJECT)
def test_what_nobody_made_is_not_there(route, world):
    converters = dict(_walk(get_resolver()))[route.split("#")[0]]
    made_up = {}
    for name in LINES[route][2]:
        kind = type(converters[name]).__name__ if name in converters else "StringConverter"
        made_up[name] = {"IntConverter": 999_999_999, "UUIDConverter": uuid.UUID(int=7)}.get(kind, "gibt-es-nicht")
    url = reverse(route.split("#")[0], kwargs=made_up)

    for method in ("GET", "POST"):
        assert "!" not in _seen(world, url, method)
        assert "+" not in _seen(world, url, method)


def test_the_two_campuses_differ_in_every_object(world):
    assert {name for name in world["own"] if world["own"][name] == world["other"][name]} == set()


def test_anonymous_readers_get_no_cookie(world):
    for route, (get, _post, objects) in LINES.items():
        if get[0] == "+" and route in KNOWN:
            answer = _ask(Client(raise_request_exception=False), "GET", _address(route, objects, world["own"]))
            assert settings.SESSION_COOKIE_NAME not in answer.cookies, route
