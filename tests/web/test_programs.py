"""The office makes tokens for programs, sees when they came, and revokes them; so does the terminal."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from glascampus.commons.journal.models import Line
from glascampus.commons.machines.models import Token
from glascampus.web.cli import main
from tests.build import machines

NEW, LIST = "/buero/schnittstelle/neu/", "/buero/schnittstelle/"


def test_a_new_token_is_shown_once_and_works(client, anna, campus):
    client.force_login(anna)

    said = client.post(NEW, {"name": "Personalsystem", "scope": "bookings:write"})
    text = re.search(r"gct_[a-z2-7]{32}", said.content.decode())[0]

    assert said.status_code == 200
    assert "no-store" in said["Cache-Control"]
    assert text not in client.get(LIST).content.decode()
    assert "Personalsystem" in client.get(LIST).content.decode()
    assert client.get("/api/v1/bookings/x", headers={"Authorization": f"Bearer {text}"}).status_code == 404
    token = Token.objects.get()
    assert (token.made_by, token.scopes, text in repr(token.__dict__)) == (anna, "bookings:write", False)
    assert Line.objects.filter(deed="machines.token_made").count() == 1


def test_a_revoked_token_opens_nothing_and_the_list_says_so(client, anna, campus):
    program = machines.program(campus)
    client.force_login(anna)
    address = reverse("web:token_revoke", args=[program.token.pk])

    asked = client.get(address)
    assert program.call("GET", "/api/v1/bookings/x").status_code == 404
    client.post(address)

    assert asked.status_code == 200
    assert program.call("GET", "/api/v1/bookings/x").status_code == 401
    assert "gesperrt am" in client.get(LIST).content.decode()
    assert client.post(address).status_code == 302  # again changes nothing
    assert Line.objects.filter(deed="machines.token_revoked").count() == 1


ODD = ["", " ", "x" * 81, "a\x00b"]
FINE = ["😀", "<script>alert(1)</script>", "=1+1", "12345678901234567890"]


@pytest.mark.parametrize("name", [*ODD, *FINE])
def test_odd_names(client, anna, campus, name):
    client.force_login(anna)

    said = client.post(NEW, {"name": name, "scope": "bookings:read"})

    assert said.status_code == (200 if name in FINE else 422)
    assert "<script>alert" not in said.content.decode()


@pytest.mark.parametrize("scope", ["", "everything", "bookings:write bookings:read"])
def test_an_unknown_right_is_refused(client, anna, campus, scope):
    client.force_login(anna)

    assert client.post(NEW, {"name": "P", "scope": scope}).status_code == 422
    assert not Token.objects.exists()


@pytest.mark.parametrize("path", [NEW, LIST, "/buero/schnittstelle/1/sperren/"])
def test_only_the_office_gets_in(client, bodo, campus, path):
    assert client.get(path).status_code == 302
    client.force_login(bodo)

    assert client.get(path).status_code == 403
    assert client.post(path, {"name": "P", "scope": "bookings:write"}).status_code == 403
    assert not Token.objects.exists()


def test_tokens_of_another_campus_are_not_there(client, anna, campus, other_campus):
    from django_scopes import scope

    with scope(campus=other_campus):
        foreign = machines.program(other_campus, name="Fremdes Programm").token
    client.force_login(anna)

    assert client.get(reverse("web:token_revoke", args=[foreign.pk])).status_code == 404
    assert "Fremdes Programm" not in client.get(LIST).content.decode()


def test_the_list_asks_as_often_with_one_token_as_with_fifty(client, anna, campus, django_assert_max_num_queries):
    client.force_login(anna)
    machines.program(campus)
    with django_assert_max_num_queries(12) as one:
        client.get(LIST)
    for _ in range(49):
        machines.program(campus)
    with django_assert_max_num_queries(len(one)):
        client.get(LIST)


@pytest.fixture
def terminal(campus, capsys, monkeypatch):
    """``./campus tokens …`` in this process: exit code, what was said, what was complained."""
    monkeypatch.setattr("glascampus.web.commands.tokens.must_stand", lambda: None)
    monkeypatch.setattr("glascampus.web.commands.tokens.the_campus", lambda: campus)

    def run(*words):
        code = main(["tokens", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_the_terminal_makes_lists_and_revokes(terminal, client):
    code, out, _ = terminal("new", "HR", "--scope", "bookings:write", "--json")
    text = json.loads(out)["token"]
    bearer = {"Authorization": f"Bearer {text}"}
    assert (code, client.get("/api/v1/bookings/x", headers=bearer).status_code) == (0, 404)

    known = json.loads(terminal("list", "--json")[1])
    assert [(t["name"], t["scopes"], t["revoked_at"]) for t in known] == [("HR", ["bookings:write"], None)]
    assert text not in terminal("list")[1]

    assert terminal("revoke", "HR")[0] == 0
    assert client.get("/api/v1/bookings/x", headers=bearer).status_code == 401
    assert json.loads(terminal("list", "--json")[1])[0]["revoked_at"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ["new", "HR", "--scope", "everything"],
            "There is no scope “everything”; there are bookings:read, bookings:write.",
        ),
        (["new", " ", "--scope", "bookings:read"], "Please give the token a name."),
        (["new", "x" * 81, "--scope", "bookings:read"], "This name cannot be used"),
        (["revoke", "nobody"], "There is no token “nobody” in force."),
        (["revoke", "9" * 30], "There is no token"),
        (["new", "HR"], "--scope"),
        ([], "verb"),
    ],
)
def test_bad_usage_is_one_sentence_and_2(terminal, words, says):
    code, out, err = terminal(*words)

    assert (code, out) == (2, "")
    assert says in err
    assert len(err.strip().splitlines()) == 1
