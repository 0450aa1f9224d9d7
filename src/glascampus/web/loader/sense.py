"""What rows mean together: rooms, seats, cycles, what can have happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from glascampus.web.loader.faults import ModelFault
from glascampus.web.loader.reader import Row

NOTHING = Row()
HELD = frozenset({"go", "running", "over", "done"})
CALLED = ("sure", "unsure", "no", "unreached")


def faults(files: Mapping[str, Row]) -> Iterator[ModelFault]:
    """Faults of files whose every row has its shape and whose names resolve."""
    modules = {row["key"]: row for row in rows(files, "curriculum", "module")}
    courses = {row["key"]: row for row in rows(files, "courses", "course")}
    rooms = {room["key"]: (site, room) for site in rows(files, "sites", "site") for room in site.rows("room")}
    yield from _cycles(modules)
    yield from _slugs(courses)
    for course in courses.values():
        if not course["modules"]:
            yield course.fault("a course is made of at least one module", "modules")
        drafts = [key for key in course["modules"] if modules[key].get("state") == "draft"]
        yield from (course.fault(f'module "{key}" is a draft and cannot be in a course', "modules") for key in drafts)
    for one in rows(files, "editorial", "news"):
        yield from _dated(one)
    for run in rows(files, "runs", "run"):
        assessed = any(modules[key]["assessed"] for key in courses[run["course"]]["modules"])
        yield from _place(run, *rooms[run["room"]])
        yield from _seats(run)
        yield from _time(run)
        yield from _decision(run)
        yield from _ended(run, assessed=assessed)


def _dated(news: Row) -> Iterator[ModelFault]:
    """Real news has the day of its source, invented news counts from the day of loading; an event has a beginning."""
    counted = "days_ago" if news.get("example") else "date"
    if counted not in news or len(str(news.get("date", ""))) not in {0, len("2019-10-02")}:
        yield news.fault(f"news needs {counted}, a whole day", counted)
    if news["kind"] == "event" and not (
        {"starts_in_days", "start", "end"} <= news.keys() and news["start"] < news["end"]
    ):
        yield news.fault("an event needs starts_in_days, start and a later end", "kind")


def rows(files: Mapping[str, Row], file: str, name: str) -> list[Row]:
    """All tables of a name in a file; none where the file is not there."""
    return files.get(file, NOTHING).rows(name)


def _cycles(modules: Mapping[str, Row]) -> Iterator[ModelFault]:
    """Nothing is its own prerequisite, over however many steps."""
    before = {key: set(row["prerequisites"]) for key, row in modules.items()}
    while free := {key for key, needed in before.items() if not needed}:
        before = {key: needed - free for key, needed in before.items() if key not in free}
    for key in before:
        if _reaches_itself(key, before):
            yield modules[key].fault(
                f'module "{key}" needs itself, over {", ".join(sorted(before[key]))}', "prerequisites"
            )


def _reaches_itself(key: str, before: Mapping[str, set[str]]) -> bool:
    seen, next_ones = set[str](), set(before[key])
    while next_ones:
        seen |= next_ones
        next_ones = set[str]().union(*(before.get(one, set()) for one in next_ones)) - seen
    return key in seen


def _slugs(courses: Mapping[str, Row]) -> Iterator[ModelFault]:
    seen = set[str]()
    for row in courses.values():
        if row["slug"] in seen:
            yield row.fault(f'slug "{row["slug"]}" is there twice', "slug")
        seen.add(row["slug"])


def _place(run: Row, site: Row, room: Row) -> Iterator[ModelFault]:
    if run["site"] != site["key"]:
        yield run.fault(f'room "{run["room"]}" is not in site "{run["site"]}"', "room")
    if run["capacity"] > room["seats"]:
        yield run.fault(f"capacity {run['capacity']} is more than the {room['seats']} seats of the room", "capacity")
    if run["step_free"] and not site["step_free"]:
        yield run.fault(f'step_free, but site "{site["key"]}" is not', "step_free")


def taken(run: Row) -> int:
    """Seats that nobody else can have: firm, held under a proviso, and offered to whoever waited."""
    return int(run["booked"] + run["provisional"] + run.get("offered", 0))


def _seats(run: Row) -> Iterator[ModelFault]:
    called = sum(run.get(f"called_{said}", 0) for said in CALLED)
    if run["minimum"] > run["capacity"]:
        yield run.fault("minimum is more than capacity", "minimum")
    if taken(run) > run["capacity"]:
        yield run.fault(f"booked, provisional and offered are {taken(run)}, capacity is {run['capacity']}", "booked")
    if run["waiting"] and taken(run) < run["capacity"]:
        yield run.fault("nobody waits while seats are free", "waiting")
    if run.get("offered") and taken(run) < run["capacity"]:
        yield run.fault("nobody is offered a seat while others are free", "offered")
    if run["state"] == "planned" and (taken(run) or run["waiting"]):
        yield run.fault("is planned, and nobody can book it yet", "booked")
    if run["state"] in HELD and run["booked"] < run["minimum"]:
        yield run.fault("takes place with fewer people than its minimum", "booked")
    if called > run["booked"] + run["provisional"]:
        yield run.fault("more people were called than sit in it", "called_sure")
    if run.get("stepped_back") and "moved_by_days" not in run:
        yield run.fault("nobody steps back from a run that was not moved", "stepped_back")


def _time(run: Row) -> Iterator[ModelFault]:
    sessions = run.rows("session")
    if not sessions or sessions[0]["day"] != 0:
        yield run.fault("the first session is on day 0")
    for one in sessions:
        if one["end"] <= one["start"]:
            yield one.fault("ends before it starts", "end")
    for before, after in pairwise(sessions):
        if (after["day"], after["start"]) <= (before["day"], before["end"]):
            yield after.fault("begins before the session above it is over", "day")
    last = sessions[-1]["day"] if sessions else 0
    is_past = run["starts_in_days"] + 6 + last < 0
    if run["state"] in {"over", "done"} and not is_past:
        yield run.fault(f"is {run['state']} and not over", "state")
    if run["state"] in {"planned", "open", "go"} and run["starts_in_days"] < 1:
        yield run.fault(f"is {run['state']} and has begun", "state")
    if run["state"] == "running" and (run["starts_in_days"] > 0 or run["starts_in_days"] + last < 0):
        yield run.fault("is running, but not around today", "state")


def _decision(run: Row) -> Iterator[ModelFault]:
    if run["decide_days_before"] < run["closes_days_before"]:
        yield run.fault("go or no-go is said only after booking closed", "decide_days_before")
    if "decide_in_days" not in run:
        return
    if run["state"] != "open":
        yield run.fault("only an open run is still to be decided", "decide_in_days")
    elif run["decide_in_days"] > run["starts_in_days"] - run["closes_days_before"]:
        yield run.fault("go or no-go is said only after booking closed", "decide_in_days")


def _ended(run: Row, *, assessed: bool) -> Iterator[ModelFault]:
    is_done, was_there = run["state"] == "done", run.get("attended", 0) + run.get("partly", 0)
    if ("attended" in run) != (run["state"] in {"over", "done"}):
        yield run.fault("attended stands on runs that are over or done and only there", "attended")
    if ("passed" in run) != (is_done and assessed):
        yield run.fault("passed stands on done runs of courses with a test and only there", "passed")
    if not run.get("passed", 0) <= run.get("attended", 0) <= was_there <= run["booked"]:
        yield run.fault("passed, attended, partly and booked do not fit", "attended")
    if run.get("unnoted") and run["state"] != "over":
        yield run.fault("attendance is missing only in a run that is over and not closed", "unnoted")
    if run.get("replaced", 0) + run.get("revoked", 0) > (run.get("attended", 0) if is_done else 0):
        yield run.fault("fewer papers were issued than replaced or revoked", "replaced")
