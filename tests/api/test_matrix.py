"""The API's own authorisation matrix: every address and method of the description, with every kind of caller. One without a row fails."""

from __future__ import annotations

import pytest
from django_scopes import scope

from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.machines.actions import revoke_token
from glascampus.stations.bookings.models import Booking
from tests.build import bookings, courses, machines
from tests.build.machines import order

CALLERS = ("nobody", "reader", "writer", "other", "revoked", "foreign")
# nobody: no token; reader and writer: their own booking; other: the writer's booking; revoked; foreign: a token of another campus
TABLE = {
    ("get", "/api/v1/courses"): (200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/courses/{slug}"): (200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/runs"): (200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/runs/{code}"): (200, 200, 200, 200, 200, 200),
    ("post", "/api/v1/bookings"): (401, 403, 201, 201, 401, 401),
    ("get", "/api/v1/bookings/{id}"): (401, 200, 200, 404, 401, 401),
    ("delete", "/api/v1/bookings/{id}"): (401, 403, 200, 404, 401, 401),
    ("patch", "/api/v1/bookings/{id}/participants/{participant_id}"): (401, 403, 200, 404, 401, 401),
}


@pytest.fixture
def callers(campus, other_campus, now):
    found = {name: machines.program(campus, name=name) for name in ("writer", "other", "revoked")}
    revoke_token(token=found["revoked"].token, by=SYSTEM, now=now)
    with scope(campus=other_campus):
        found["foreign"] = machines.program(other_campus, name="foreign")
    found["reader"] = machines.program(campus, "bookings:read", name="reader")
    found["nobody"] = machines.Program(found["writer"].token, "", found["writer"].client)
    return found


@pytest.fixture
def own(callers, run):
    """Each program's booking with its participant; who has none is asked for the writer's."""
    made = {}
    for name, person in (("writer", "Ada Writer"), ("reader", "Bo Reader")):
        told = callers["writer"].book(order(run, person)).json()
        made[name] = (told["id"], told["participants"][0]["id"])
    Booking.objects.filter(code=made["reader"][0]).update(made_by=f"api_token:{callers['reader'].token.pk}")
    return made


def described(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    return {(method, path) for path, operations in paths.items() for method in operations}


def test_every_address_has_a_row_and_every_row_an_address(client, campus):
    assert described(client) == set(TABLE)


@pytest.mark.parametrize(("method", "path"), TABLE)
@pytest.mark.parametrize("caller", CALLERS)
def test_who_gets_what(callers, own, run, caller, method, path):
    program = callers[caller]
    booking, person = own.get(caller, own["writer"])
    address = path.format(slug=run.course.slug, code=run.code, id=booking, participant_id=person)
    body = {"post": order(run, "Cy Muster"), "patch": {"given_name": "Neu"}}.get(method)
    headers = {"Idempotency-Key": f"matrix-{caller}"}
    if caller == "nobody":
        headers["Authorization"] = ""

    said = program.call(method.upper(), address, body, **headers)

    assert said.status_code == TABLE[method, path][CALLERS.index(caller)]
    if said.status_code >= 400 and method != "get":
        assert set(Booking.objects.values_list("state", flat=True)) == {"binding"}


def test_a_booking_by_people_is_nobodys(callers, run):
    made = bookings.booking(run, "Dora Muster")

    said = {
        name: callers[name].call("GET", f"/api/v1/bookings/{made.code}").status_code
        for name in ("reader", "writer", "other")
    }

    assert set(said.values()) == {404}


def test_runs_of_another_campus_cannot_be_booked(callers, other_campus):
    with scope(campus=other_campus):
        foreign = courses.run(other_campus)

    said = callers["writer"].book(order(foreign))

    assert (said.status_code, said.json()["type"]) == (404, "urn:campus:no-such-run")


@pytest.mark.parametrize("path", ["bookings", "bookings/x"])
def test_a_signed_in_office_is_nobody_here(client, anna, campus, path):
    client.force_login(anna)

    for method in ("get", "post", "delete", "patch"):
        said = getattr(client, method)(f"/api/v1/{path}", content_type="application/json")
        assert said.status_code in {401, 405}
