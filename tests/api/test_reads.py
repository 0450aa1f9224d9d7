"""Courses and runs for everyone."""

from datetime import timedelta

import pytest

from tests.build import bookings, courses, machines
from tests.build.commons import NOW

RUNS = "/api/v1/runs"


def get(client, path, **headers):
    return client.get(path, headers=headers)


def test_a_run_tells_its_seats(client, run):
    bookings.booking(run, "Ada Muster", "Bo Muster", kind="company")

    said = get(client, f"{RUNS}/{run.code}")

    assert (said.status_code, said["Content-Type"]) == (200, "application/json")
    assert said.json() == {
        "code": run.code, "course": run.course.slug, "capacity": 4, "taken": 2, "free": 2, "waiting": 0, "minimum": 2,
        "state": "open", "confirmed": False, "starts_at": "2027-03-31T10:00:00+02:00", "ends_at": "2027-03-31T18:00:00+02:00",
        "closes_at": "2027-03-24T09:00:00+01:00", "price": {"cents": 49000, "currency": "EUR"}, "language": "de",
    }  # fmt: skip


def test_waiting_is_counted_in_persons(client, run):
    bookings.booking(run, "Ada A", "Ada B", "Ada C", "Ada D", kind="company")
    bookings.booking(run, "Bo A", "Bo B", kind="company", wait_if_full=True)

    said = get(client, f"{RUNS}/{run.code}").json()

    assert [said[name] for name in ("taken", "free", "waiting", "state")] == [4, 0, 2, "full"]


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "open"), ({"closes_at": NOW}, "closed"), ({"state": "confirmed"}, "open"), ({"state": "cancelled"}, "cancelled"),
        ({"state": "done", "starts_in_days": -40}, "done"), ({"state": "confirmed", "starts_in_days": 0, "closes_at": NOW}, "running"),
    ],
)  # fmt: skip
def test_a_run_tells_its_state(client, campus, values, state):
    made = courses.run(campus, **values)

    assert get(client, f"{RUNS}/{made.code}").json()["state"] == state


@pytest.mark.parametrize(
    "path", ["runs/nowhere", "runs/%00", "runs/" + "x" * 500, "courses/nowhere", "courses/%00", "courses/%F0%9F%98%80"]
)
def test_what_is_not_there_is_a_problem(client, campus, path):
    said = get(client, f"/api/v1/{path}")

    assert (said.status_code, said["Content-Type"]) == (404, "application/problem+json")
    assert said.json()["status"] == 404


def test_planned_runs_and_drafts_are_not_there(client, campus):
    planned = courses.run(campus, state="planned")
    draft = courses.course(campus, state="draft")

    assert get(client, f"{RUNS}/{planned.code}").status_code == 404
    assert get(client, f"/api/v1/courses/{draft.slug}").status_code == 404
    assert draft.slug not in get(client, "/api/v1/courses").content.decode()
    assert planned.code not in get(client, RUNS).content.decode()


def test_runs_of_the_other_campus_are_not_there(client, campus, other_campus):
    from django_scopes import scope

    with scope(campus=other_campus):
        foreign = courses.run(other_campus)

    assert get(client, f"{RUNS}/{foreign.code}").status_code == 404
    assert get(client, RUNS).json() == {"items": [], "next": None}


def pages(client, path):
    """All items of a list, and how many pages it had."""
    items, number = [], 0
    while path:
        said = get(client, path.removeprefix("http://testserver")).json()
        items += said["items"]
        path, number = said["next"], number + 1
    return items, number


def test_pages_stay_whole_while_runs_come_and_go(client, campus):
    made = [courses.run(campus, starts_in_days=day) for day in (10, 10, 20, 30, 40)]

    first = get(client, f"{RUNS}?limit=2").json()
    courses.run(campus, starts_in_days=5, code="earlier")
    later = courses.run(campus, starts_in_days=25, code="later")
    rest, number = pages(client, first["next"])

    assert [run["code"] for run in first["items"] + rest] == [
        made[0].code,
        made[1].code,
        made[2].code,
        later.code,
        made[3].code,
        made[4].code,
    ]
    assert number == 2


def test_courses_come_in_pages_by_slug(client, campus):
    made = sorted(courses.course(campus).slug for _ in range(5))

    found, number = pages(client, "/api/v1/courses?limit=2")

    assert [course["slug"] for course in found] == made
    assert number == 3


def test_a_course_names_its_coming_runs(client, campus, run):
    said = get(client, f"/api/v1/courses/{run.course.slug}").json()

    assert said == {
        "slug": run.course.slug, "title": {"de": "Glas verstehen", "en": "Glas verstehen (en)"}, "summary": {"de": "", "en": ""},
        "level": "entry", "url": f"http://testserver/kurse/{run.course.slug}/", "runs": [run.code],
    }  # fmt: skip


def test_from_and_to_narrow_by_campus_days(client, campus):
    made = [courses.run(campus, starts_in_days=day).code for day in (1, 2, 3)]

    def codes(query):
        return [run["code"] for run in get(client, f"{RUNS}?{query}").json()["items"]]

    assert codes("from=2027-03-03&to=2027-03-03") == made[1:2]
    assert codes("from=2027-03-03") == made[1:]
    assert codes("to=2027-03-02") == made[:1]
    assert codes("from=2027-03-03T09:00:00%2B01:00&to=2027-03-04T08:00:00Z") == made[1:2]
    assert codes("from=2027-03-03T09:00:00+01:00") == made[1:]  # a plus sign nobody escaped
    assert codes("from=0001-01-01&to=9999-12-31") == made
    assert codes("from=2027-03-05&to=2027-03-01") == []


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=101", "limit=-1", "limit=x", "limit=", "limit=1.0", "limit=+5", "limit=1&limit=2", "limit=٣", "limit=" + "9" * 400,
        "cursor=x", "cursor=", "cursor=%00", "cursor=MjAyNw", "cursor=YWJjfGRlZg", "cursor=" + "A" * 400, "from=x", "from=", "from=2027-13-01",
        "from=2027-03-01T08:00:00", "from=%00", "to=tomorrow", "to=20270301", "to=2027-02-30", "from=0001-01-01T00:00:00%2B99:00",
    ],
)  # fmt: skip
def test_a_bad_value_of_the_query_is_named(client, campus, query):
    said = get(client, f"{RUNS}?{query}")

    assert (said.status_code, said["Content-Type"]) == (422, "application/problem+json")
    assert [fault["pointer"] for fault in said.json()["errors"]] == [f"/{query.partition('=')[0]}"]


def test_all_bad_values_are_named_at_once(client, campus):
    said = get(client, f"{RUNS}?limit=0&cursor=x&from=y&to=z").json()

    assert [fault["pointer"] for fault in said["errors"]] == ["/limit", "/cursor", "/from", "/to"]


@pytest.mark.parametrize("path", ["courses", "runs", "", "openapi.json"])
def test_who_has_it_already_hears_304(client, campus, run, path):
    first = get(client, f"/api/v1/{path}")

    again = get(client, f"/api/v1/{path}", **{"If-None-Match": first["ETag"]})
    weak = get(client, f"/api/v1/{path}", **{"If-None-Match": f'"other", W/{first["ETag"]}'})
    other = get(client, f"/api/v1/{path}", **{"If-None-Match": '"other"'})

    assert [r.status_code for r in (first, again, weak, other)] == [200, 304, 304, 200]
    assert (again.content, again["ETag"]) == (b"", first["ETag"])


def test_the_etag_follows_the_seats(client, run):
    before = get(client, f"{RUNS}/{run.code}")["ETag"]
    bookings.booking(run)

    assert get(client, f"{RUNS}/{run.code}")["ETag"] != before


@pytest.mark.parametrize("path", ["runs", "courses"])
def test_a_list_asks_as_often_with_one_row_as_with_fifty(client, campus, path, django_assert_num_queries):
    courses.run(campus)
    with django_assert_num_queries(5 if path == "runs" else 3):
        get(client, f"/api/v1/{path}?limit=100")
    for _ in range(12):
        bookings.booking(courses.run(campus))
    with django_assert_num_queries(5 if path == "runs" else 3):
        get(client, f"/api/v1/{path}?limit=100")


@pytest.mark.parametrize("path", ["nowhere", "runs/", "bookings/x/y/z", "openapi.yaml", "../admin"])
def test_other_addresses_answer_json(client, campus, path):
    for method in (client.get, client.post, client.delete):
        said = method(f"/api/v1/{path}")
        assert (said.status_code, said["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("runs", "GET, HEAD, OPTIONS"), ("bookings", "OPTIONS, POST"), ("bookings/x", "DELETE, GET, HEAD, OPTIONS")],
)
def test_other_methods_are_refused_with_those_there_are(client, campus, path, allowed):
    refused = client.put(f"/api/v1/{path}")
    asked = client.options(f"/api/v1/{path}")

    assert (refused.status_code, refused["Content-Type"], refused["Allow"]) == (
        405,
        "application/problem+json",
        allowed,
    )
    assert (asked.status_code, asked.content, asked["Allow"]) == (204, b"", allowed)


def test_head_says_what_get_says_without_the_body(client, run):
    got = get(client, f"{RUNS}/{run.code}")
    head = client.head(f"{RUNS}/{run.code}")

    assert (head.status_code, head.content) == (200, b"")
    assert (head["ETag"], head["Content-Length"]) == (got["ETag"], str(len(got.content)))


def test_no_cookie_is_set_and_none_opens_anything(client, campus, anna, run):
    client.force_login(anna)
    program = machines.program(campus, client=client)
    made = program.book(machines.order(run)).json()

    said = client.get(f"/api/v1/bookings/{made['id']}")

    assert said.status_code == 401
    assert not said.cookies


def test_an_unknown_host_hears_json_too(client, db):
    said = client.get("/api/v1/runs", headers={"host": "nobody.example"})

    assert (said.status_code, said["Content-Type"]) == (400, "application/problem+json")


def test_what_breaks_answers_json(client, run, monkeypatch):
    from glascampus.stations.bookings import reads

    monkeypatch.setattr(reads, "seats_for_machines", lambda *_: 1 / 0)

    said = get(client, f"{RUNS}/{run.code}")

    assert (said.status_code, said.json()["type"], said["Content-Type"]) == (
        500,
        "about:blank",
        "application/problem+json",
    )
    assert "ZeroDivision" not in said.content.decode()


def test_kurse_json_says_the_same_of_a_run(client, run):
    bookings.booking(run)
    twin = next(r for c in client.get("/kurse.json").json()["courses"] for r in c["runs"])
    said = get(client, f"{RUNS}/{run.code}").json()

    names = (
        "code",
        "capacity",
        "taken",
        "free",
        "minimum",
        "state",
        "starts_at",
        "ends_at",
        "closes_at",
        "price",
        "language",
        "confirmed",
    )
    assert {name: twin[name] for name in names} == {name: said[name] for name in names}


def test_a_hold_whose_time_is_over_counts_as_free(client, run):
    bookings.booking(
        run,
        "Ada A",
        "Ada B",
        kind="company",
        provisional_until=(NOW - timedelta(days=1)).date(),
        now=NOW - timedelta(days=3),
    )

    said = get(client, f"{RUNS}/{run.code}").json()

    assert (said["free"], said["taken"]) == (4, 0)
