"""Booking by program, exactly as contracts.md says."""

import re
from datetime import timedelta

import pytest

from glascampus.commons.journal.models import Line
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.machines.actions import revoke_token
from glascampus.commons.outbox.models import Mail
from glascampus.stations.bookings.models import Booking, Seat
from tests.build import bookings, courses, machines
from tests.build.commons import NOW
from tests.build.machines import BOOKINGS, order

PROBLEM = "application/problem+json"


def faults(said):
    return [fault["pointer"] for fault in said.json()["errors"]]


def kinds(said):
    return said.status_code, said.json()["type"]


def test_a_booking_says_where_everybody_stands(program, run):
    said = program.book(order(run, "Ada Muster", "Bo Muster"))

    booking = Booking.objects.get()
    told = said.json()
    ids = [person.pop("id") for person in told["participants"]]
    manage = told["links"].pop("manage")
    assert (said.status_code, said["Content-Type"]) == (201, "application/json")
    assert told == {
        "id": booking.code, "code": booking.code, "run": run.code, "state": "binding", "seats": 2,
        "participants": [{"state": "seated", "position": None, "until": None}] * 2,
        "price": {"total": {"cents": 98000, "currency": "EUR"}, "tax": {"cents": 0, "currency": "EUR"}, "tax_rate": 0, "reason": "ustg_4_21"},
        "links": {"self": f"http://testserver/api/v1/bookings/{booking.code}"},
    }  # fmt: skip
    assert len(set(ids)) == 2
    assert re.fullmatch(r"http://testserver/buchung/[a-z2-7]{32}/", manage)


def test_the_private_page_of_the_answer_opens(program, run, client):
    manage = program.book(order(run)).json()["links"]["manage"]

    assert client.get(manage.removeprefix("http://testserver")).status_code == 200


def test_english_bookings_get_the_english_page_and_mail(program, run):
    said = program.book(order(run, language="en")).json()

    assert said["links"]["manage"].startswith("http://testserver/en/buchung/")
    assert Booking.objects.get().language == "en"


def test_one_booking_is_one_line_and_one_mail(program, run):
    program.book(order(run, "Ada Muster", "Bo Muster"))

    line = Line.objects.get(deed="bookings.binding")
    assert (line.actor_kind, line.actor_id) == ("api_token", program.token.pk)
    assert Mail.objects.filter(to="hr@example.org").count() == 1


def test_a_provisional_booking_says_so(program, run):
    assert program.book(order(run, provisional_until="2027-03-01")).json()["state"] == "provisional"
    assert faults(program.book(order(run, "Bo Muster", provisional_until="2027-02-28"))) == ["/provisional_until"]


def test_the_ninth_person_of_eight_waits_with_a_position_in_persons(program, campus):
    run = courses.run(campus, capacity=8)
    program.book(order(run, *[f"Ada {letter}" for letter in "ABCDEFGH"]))

    refused = program.book(order(run, "Bo A", "Bo B"))
    first = program.book(order(run, "Bo A", "Bo B", wait_if_full=True))
    second = program.book(order(run, "Carl A", wait_if_full=True))

    assert kinds(refused) == (409, "urn:campus:full")
    assert (first.status_code, first.json()["state"], first.json()["seats"]) == (202, "waiting", 0)
    assert [p["position"] for p in first.json()["participants"]] == [1, 2]
    assert [p["position"] for p in second.json()["participants"]] == [3]
    assert {p["state"] for p in first.json()["participants"]} == {"waiting"}


def test_split_seats_those_who_fit(program, campus):
    run = courses.run(campus, capacity=4)
    program.book(order(run, "Ada A", "Ada B", "Ada C"))

    said = program.book(order(run, "Bo A", "Bo B", split=True))
    none = program.book(order(run, "Carl A", "Carl B", split=True))

    assert (said.status_code, said.json()["state"], said.json()["seats"]) == (201, "binding", 1)
    assert [(p["state"], p["position"]) for p in said.json()["participants"]] == [("seated", None), ("waiting", 1)]
    assert (none.status_code, [p["position"] for p in none.json()["participants"]]) == (202, [2, 3])


def test_all_or_none_without_split(program, campus):
    run = courses.run(campus, capacity=4)
    program.book(order(run, "Ada A", "Ada B", "Ada C"))

    assert kinds(program.book(order(run, "Bo A", "Bo B"))) == (409, "urn:campus:full")
    assert program.book(order(run, "Bo A", "Bo B", wait_if_full=True)).json()["seats"] == 0


def test_a_freed_seat_is_offered_with_a_deadline(program, campus):
    run = courses.run(campus, capacity=1, minimum=1)
    first = program.book(order(run, "Ada A")).json()
    second = program.book(order(run, "Bo A", wait_if_full=True)).json()

    program.call("DELETE", f"{BOOKINGS}/{first['id']}")
    said = program.call("GET", f"{BOOKINGS}/{second['id']}").json()

    person = said["participants"][0]
    assert (person["state"], person["position"], said["seats"]) == ("offered", None, 1)
    assert re.fullmatch(r"2027-03-03T09:00:00(\.\d+)?\+01:00", person["until"])


# Refusals, in the order of contracts.md


def test_nothing_is_done_in_the_wrong_order(program, campus, run):
    """Each request has every fault from its place on; the first counts."""
    reading = machines.program(campus, "bookings:read")
    good = {"Idempotency-Key": "wrong-order"}
    program.book(order(run), "wrong-order")
    bad, small = b"{" * 300_000, b"{"

    def status(by, body, **headers):
        return by.call("POST", BOOKINGS, body, **headers).status_code

    assert status(program, bad, **{"Content-Type": "text/plain", "Authorization": ""}) == 413
    assert status(program, small, **{"Content-Type": "text/plain", "Authorization": ""}) == 415
    assert status(program, small, Authorization="") == 401
    assert status(reading, small) == 403
    assert status(program, small) == 400
    assert kinds(program.call("POST", BOOKINGS, small, **good)) == (422, "urn:campus:key-conflict")
    assert status(program, small, **{"Idempotency-Key": "another-key"}) == 400
    assert program.book({**order("nowhere"), "kind": "x"}).status_code == 422
    assert kinds(program.book(order("nowhere"))) == (404, "urn:campus:no-such-run")
    assert kinds(program.book(order(run))) == (409, "urn:campus:already-booked")
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    "given",
    ["", "Bearer", "Bearer x", "Basic YTpi", "Bearer gct_" + "a" * 32, "Bearer gct_" + "a" * 400, "Bearer \x00"],
)
def test_no_token_or_a_wrong_one_is_401(program, run, given):
    said = program.book(order(run), Authorization=given)

    assert (said.status_code, said["Content-Type"]) == (401, PROBLEM)
    assert said["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_token_opens_nothing(program, run, now):
    revoke_token(token=program.token, by=SYSTEM, now=now)

    assert program.book(order(run)).status_code == 401


def test_a_reading_token_reads_nothing_but_its_own_and_books_nothing(program, campus, run):
    reading = machines.program(campus, "bookings:read")
    made = program.book(order(run)).json()

    refused = reading.book(order(run, "Bo Muster"))

    assert refused.status_code == 403
    assert 'scope="bookings:write"' in refused["WWW-Authenticate"]
    assert reading.call("GET", f"{BOOKINGS}/{made['id']}").status_code == 404
    assert program.call("GET", f"{BOOKINGS}/{made['id']}").status_code == 200


@pytest.mark.parametrize("key", ["", "short-7", "x" * 129, "with space 123", "kéykéykéy", "tab\tin-it-12"])
def test_a_key_that_is_missing_or_malformed_is_400(program, run, key):
    said = program.call("POST", BOOKINGS, order(run), **{"Idempotency-Key": key})

    assert (said.status_code, said["Content-Type"]) == (400, PROBLEM)


@pytest.mark.parametrize("body", [b" ", b"{", b"NaN", b"\xff\xfe", b"a=b", b'{"run":}', b"[" * 100_000])
def test_a_body_that_is_no_json_is_400(program, campus, body):
    assert program.book(body).status_code == 400


BAD = {
    "no order at all": (b"[]", [""]),
    "a text": (b'"x"', [""]),
    "a name twice": (b'{"run":"a","run":"b"}', [""]),
    "a huge number": (b'{"run":1e999}', [""]),
}


@pytest.mark.parametrize("name", BAD)
def test_json_that_is_no_order_is_422(program, campus, name):
    body, where = BAD[name]
    said = program.book(body)

    assert (said.status_code, faults(said)) == (422, where)


def test_what_is_missing_is_named_field_by_field(program, campus):
    assert faults(program.book({})) == ["/run", "/kind", "/booker", "/participants", "/accept_terms"]


CHANGES = {
    "unknown": ({"unknown": 1}, "/unknown"),
    "a/b~c": ({"a/b~c": 1}, "/a~1b~0c"),
    "kind": ({"kind": "club"}, "/kind"),
    "terms not accepted": ({"accept_terms": False}, "/accept_terms"),
    "terms as a word": ({"accept_terms": "true"}, "/accept_terms"),
    "terms as a number": ({"accept_terms": 1}, "/accept_terms"),
    "wait as a word": ({"wait_if_full": "yes"}, "/wait_if_full"),
    "split as null": ({"split": None}, "/split"),
    "language": ({"language": "fr"}, "/language"),
    "an answer nobody asked for": ({"answers": {"size": "L"}}, "/answers/size"),
    "answers as a list": ({"answers": []}, "/answers"),
    "no day": ({"provisional_until": "2027-02-30"}, "/provisional_until"),
    "a moment for a day": ({"provisional_until": "2027-04-01T00:00:00"}, "/provisional_until"),
    "a number for a day": ({"provisional_until": 1}, "/provisional_until"),
    "a day long over": ({"provisional_until": "0001-01-01"}, "/provisional_until"),
    "nobody": ({"participants": []}, "/participants"),
    "too many": ({"participants": [{"given_name": f"P{n}", "family_name": "M"} for n in range(51)]}, "/participants"),
    "run as a number": ({"run": 5}, "/run"),
    "empty run": ({"run": ""}, "/run"),
    "booker": ({"booker": None}, "/booker"),
    "booker's mailbox": ({"booker": {"name": "A", "email": "nowhere"}}, "/booker/email"),
    "booker's name": ({"booker": {"name": " ", "email": "a@example.org"}}, "/booker/name"),
    "booker's firm": (
        {"booker": {"name": "A", "email": "a@example.org", "organisation": "x" * 201}},
        "/booker/organisation",
    ),
    "booker's phone": ({"booker": {"name": "A", "email": "a@example.org", "phone": "1"}}, "/booker/phone"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_cannot_be_used_is_named(program, run, name):
    change, where = CHANGES[name]
    said = program.book({**order(run), **change})

    assert (said.status_code, said["Content-Type"], faults(said)) == (422, PROBLEM, [where])
    assert not Booking.objects.exists()


@pytest.mark.parametrize("value", ["", " ", "x" * 81, "a\x00b", "a\nb", "\x7f", None, 5, ["a"], {"a": 1}])
@pytest.mark.parametrize("name", ["given_name", "family_name"])
def test_a_participants_name_that_cannot_be_used_is_named(program, run, name, value):
    person = {"given_name": "Ada", "family_name": "Muster", name: value}

    assert faults(program.book(order(run, participants=[person]))) == [f"/participants/0/{name}"]


@pytest.mark.parametrize(
    "value",
    ["", "x", "a@b", "a b@example.org", "a@example.org\n", "a\x00@example.org", "a@" + "b" * 300 + ".org", 5, "=1+1"],
)
def test_a_mailbox_that_cannot_be_used_is_named(program, run, value):
    person = {"given_name": "Ada", "family_name": "Muster", "email": value}

    assert faults(program.book(order(run, participants=[person]))) == ["/participants/0/email"]


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "=1+1", "Ada 😀", "O’Neill-Straße", "12345678901234567890", "\u202eada"]
)
def test_odd_names_are_names(program, run, name):
    person = {"given_name": name, "family_name": name}

    assert program.book(order(run, participants=[person])).status_code == 201
    assert Seat.objects.get().person.given_name == name


@pytest.mark.parametrize("kind", ["private", "self_employed"])
def test_who_books_alone_books_one_seat(program, run, kind):
    assert faults(program.book(order(run, "Ada A", "Ada B", kind=kind))) == ["/participants"]
    assert program.book(order(run, kind=kind)).status_code == 201


def test_fifty_are_one_order(program, campus):
    run = courses.run(campus, capacity=50)
    people = [{"given_name": f"P{n}", "family_name": "Muster"} for n in range(50)]

    assert program.book(order(run, participants=people)).json()["seats"] == 50


PEOPLE = {
    "mailbox": (
        {"email": "A@Example.org"},
        {"email": "a@example.org "[:-1], "given_name": "Other"},
        "/participants/1/email",
    ),
    "names": ({}, {"given_name": "ada ", "family_name": "MUSTER"}, "/participants/1"),
    "id": ({"external_id": "7"}, {"external_id": "7"}, "/participants/1"),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_the_same_person_twice_in_one_order_is_422(program, run, name):
    first, second, where = PEOPLE[name]
    basis = {"given_name": "Ada", "family_name": "Muster"}

    said = program.book(order(run, participants=[{**basis, **first}, {**basis, **second}]))

    assert (said.status_code, faults(said)) == (422, [where])


def test_only_the_same_person_is_already_booked(program, run):
    basis = {"given_name": "Ada", "family_name": "Muster"}

    said = [
        program.book(order(run, participants=[{**basis, **more}])).status_code
        for more in ({"external_id": "7"}, {"external_id": "8"}, {"external_id": "7"}, {}, {"email": "ada@example.org"})
    ]

    assert said == [201, 201, 409, 201, 201]


@pytest.mark.parametrize(
    "values", [{"closes_at": NOW}, {"state": "cancelled"}, {"state": "done", "starts_in_days": -40}]
)
def test_a_closed_run_is_409(program, campus, values):
    run = courses.run(campus, **values)

    assert kinds(program.book(order(run))) == (409, "urn:campus:closed")


@pytest.mark.parametrize("code", ["nowhere", "a\x00b", "x" * 80, "../x", "😀"])
def test_an_unknown_run_is_404(program, campus, code):
    assert kinds(program.book(order(code))) == (404, "urn:campus:no-such-run")


def test_a_planned_run_is_404(program, campus):
    assert kinds(program.book(order(courses.run(campus, state="planned")))) == (404, "urn:campus:no-such-run")


# Afterwards


def test_cancelling_frees_the_seats_and_again_says_the_same(program, run):
    made = program.book(order(run, "Ada A", "Ada B")).json()

    first = program.call("DELETE", f"{BOOKINGS}/{made['id']}")
    lines = Line.objects.count()
    again = program.call("DELETE", f"{BOOKINGS}/{made['id']}")
    read = program.call("GET", f"{BOOKINGS}/{made['id']}")

    run.refresh_from_db()
    assert (first.status_code, first.json()["state"], first.json()["seats"], run.taken) == (200, "cancelled", 0, 0)
    assert (again.status_code, again.content) == (200, first.content)
    assert (read.status_code, read.content, Line.objects.count()) == (200, first.content, lines)


def test_cancelling_after_the_beginning_is_409_and_again_is_200(program, run):
    made, kept = program.book(order(run)).json(), program.book(order(run, "Bo Muster")).json()
    program.call("DELETE", f"{BOOKINGS}/{made['id']}")
    run.starts_at = NOW - timedelta(hours=1)
    run.save()

    assert program.call("DELETE", f"{BOOKINGS}/{made['id']}").status_code == 200
    assert kinds(program.call("DELETE", f"{BOOKINGS}/{kept['id']}")) == (409, "urn:campus:closed")


def test_a_name_is_corrected(program, run):
    made = program.book(order(run, "Ada Muster", "Bo Muster")).json()
    path = f"{BOOKINGS}/{made['id']}/participants/{made['participants'][1]['id']}"

    said = program.call("PATCH", path, {"given_name": "Bodo", "email": None, "external_id": "17"})

    person = Seat.objects.order_by("pk").last().person
    assert (said.status_code, said.json()) == (200, made)
    assert [person.given_name, person.family_name, person.email, person.external_id] == ["Bodo", "Muster", "", "17"]


def test_a_change_that_changes_nothing_writes_nothing(program, run):
    made = program.book(order(run)).json()
    path, lines = f"{BOOKINGS}/{made['id']}/participants/{made['participants'][0]['id']}", Line.objects.count()

    assert program.call("PATCH", path, {}).status_code == 200
    assert program.call("PATCH", path, {"given_name": "Ada"}).status_code == 200
    assert Line.objects.count() == lines


@pytest.mark.parametrize(
    ("change", "where"),
    [({"name": "x"}, "/name"), ({"given_name": None}, "/given_name"), ({"given_name": ""}, "/given_name"), ({"email": "x"}, "/email"),
     ({"state": "seated"}, "/state"), ([], "")],
)  # fmt: skip
def test_a_change_that_cannot_be_used_is_named(program, run, change, where):
    made = program.book(order(run)).json()

    said = program.call("PATCH", f"{BOOKINGS}/{made['id']}/participants/{made['participants'][0]['id']}", change)

    assert (said.status_code, faults(said)) == (422, [where])


def test_a_change_into_somebody_who_is_there_is_409(program, run):
    made = program.book(order(run, "Ada Muster", "Bo Muster")).json()

    said = program.call(
        "PATCH",
        f"{BOOKINGS}/{made['id']}/participants/{made['participants'][0]['id']}",
        {"email": "bo.muster@example.org"},
    )

    assert kinds(said) == (409, "urn:campus:already-booked")


def test_another_bookings_participant_is_404(program, run):
    one, two = program.book(order(run)).json(), program.book(order(run, "Bo Muster")).json()

    said = program.call(
        "PATCH", f"{BOOKINGS}/{one['id']}/participants/{two['participants'][0]['id']}", {"given_name": "X"}
    )

    assert said.status_code == 404


@pytest.mark.parametrize("whose", ["people", "program", "campus"])
def test_what_is_not_mine_does_not_exist(program, campus, other_campus, run, whose, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    if whose == "people":
        made = bookings.booking(run)
        code, person = made.code, "x"
    else:
        other = machines.program(campus, name="Anderes System")
        told = other.book(order(run)).json()
        code, person = told["id"], told["participants"][0]["id"]
    headers = {"Host": "other.example"} if whose == "campus" else {}
    if whose == "campus":
        program = other

    answers = [
        program.call("GET", f"{BOOKINGS}/{code}", **headers), program.call("DELETE", f"{BOOKINGS}/{code}", **headers),
        program.call("PATCH", f"{BOOKINGS}/{code}/participants/{person}", {"given_name": "X"}, **headers),
    ]  # fmt: skip

    assert [said.status_code for said in answers] == [401 if whose == "campus" else 404] * 3
    assert Booking.objects.get().state == "binding"


def test_answers_hold_no_name(program, run):
    said = program.book(order(run))

    assert b"Muster" not in said.content
    assert b"example.org" not in said.content


def test_a_token_remembers_its_last_day(program, run):
    program.call("GET", f"{BOOKINGS}/x")

    program.token.refresh_from_db()
    assert program.token.last_used_on.isoformat() == "2027-03-01"
