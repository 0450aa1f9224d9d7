"""The campus kept as files: every reference resolves, every text has both languages, every fact has a source."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from glascampus.web.loader.calendar import beginning, is_free

FOLDER = Path(__file__).parents[2] / "campuses" / "glascampus-torgau"
NAMES = ("campus", "organisations", "sites", "needs", "curriculum", "courses", "runs", "lecturers", "editorial")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
Entry = dict[str, Any]


def read(name: str) -> Entry:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


FILES = {name: read(name) for name in NAMES}
ORGANISATIONS = FILES["organisations"]["organisation"]
SITES = FILES["sites"]["site"]
TOPICS = FILES["needs"]["topic"]
STATEMENTS = FILES["needs"]["statement"]
COMPETENCES = FILES["curriculum"]["competence"]
MODULES = FILES["curriculum"]["module"]
COURSES = FILES["courses"]["course"]
HISTORY = FILES["courses"]["history"]
RUNS = FILES["runs"]["run"]
LECTURERS = FILES["lecturers"]["lecturer"]
PAGES, NEWS = FILES["editorial"]["page"], FILES["editorial"]["news"]


def keys(entries: list[Entry]) -> set[str]:
    return {entry["key"] for entry in entries}


def tables(value: object, where: str) -> Iterator[tuple[str, Entry]]:
    """Each table in a file with the path to it."""
    if isinstance(value, dict):
        yield where, value
        for name, inner in value.items():
            yield from tables(inner, f"{where}.{name}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from tables(inner, f"{where}[{place}]")


ALL = [pair for name in NAMES for pair in tables(FILES[name], name)]


def sources_of(entry: Entry) -> list[str]:
    single = [entry.get("source", ""), entry.get("source_title", ""), entry.get("source_url", "")]
    return [source for source in [*entry.get("sources", []), *single] if source]


def minutes(session: Entry) -> int:
    start, end = time.fromisoformat(session["start"]), time.fromisoformat(session["end"])
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def test_keys_are_slugs_and_used_once() -> None:
    rooms = [room for site in SITES for room in site["room"]]

    for entries in (ORGANISATIONS, SITES, rooms, TOPICS, STATEMENTS, COMPETENCES, MODULES, COURSES, LECTURERS):
        found = [entry["key"] for entry in entries]
        assert len(found) == len(set(found))
        assert all(SLUG.fullmatch(key) for key in found), found


def test_there_are_eleven_courses_with_slugs_of_their_own() -> None:
    slugs = [course["slug"] for course in COURSES]

    assert [course["key"] for course in COURSES] == [f"gc-{number:02}" for number in range(1, 12)]
    assert len(set(slugs)) == len(slugs)
    assert all(SLUG.fullmatch(slug) for slug in slugs), slugs


def test_every_text_has_both_languages() -> None:
    alone = {("needs.statement", "text_de"), ("needs.statement", "answer_de")}

    for where, table in ALL:
        for field, words in table.items():
            if field.endswith(("_de", "_en")) and (where.split("[")[0], field) not in alone:
                twin = table.get(field[:-2] + ("en" if field.endswith("de") else "de"), "")
                assert words.strip(), f"{where}: {field}"
                assert twin.strip(), f"{where}: {field} has no twin"


def test_every_fact_has_a_source_and_no_example_claims_one() -> None:
    facts = [*ORGANISATIONS, *SITES, *MODULES, *COURSES, *HISTORY, *STATEMENTS, *RUNS, *LECTURERS, *PAGES, *NEWS]
    facts += [row for topic in TOPICS for row in topic["evidence"]]
    facts += [room for site in SITES for room in site["room"] if room.get("example")]
    campus = FILES["campus"]
    facts += [campus, *campus["milestones"], *campus["funding"], *campus["model"]["facts"], *campus["glaslab"]]

    for fact in facts:
        assert bool(sources_of(fact)) is not fact.get("example", False), fact
    for _, table in ALL:
        for source in sources_of(table):
            assert source.startswith(("https://", "http://")) or " " in source, source


def test_example_fields_exist() -> None:
    for where, table in ALL:
        for field in table.get("example_fields", []):
            assert field in table, f"{where}: {field}"


def test_organisations_and_sites_resolve() -> None:
    known, campus = keys(ORGANISATIONS), FILES["campus"]
    bearers = {bearer["organisation"] for module in MODULES for bearer in module["bearer"]}

    assert {site["host"] for site in SITES} <= known
    assert bearers <= known
    assert {campus["contact"]["organisation"], campus["model"]["organisation"]} <= known
    assert campus["contact"]["site"] in keys(SITES)


def test_no_real_organisation_is_quoted_with_an_invented_need() -> None:
    names = {organisation["name"] for organisation in ORGANISATIONS}

    for statement in STATEMENTS:
        firm = statement.get("organisation", "Beispielmensch")
        assert firm not in names
        assert "eispiel" in firm or "uster" in firm
        assert statement["example"]


def test_the_thread_resolves_from_need_to_run() -> None:
    topics, modules = keys(TOPICS), keys(MODULES)
    answered = {answer["topic"] for module in MODULES for answer in module["answer"]}
    learned = {outcome["competence"] for module in MODULES for outcome in module["outcome"]}

    assert answered | {statement["topic"] for statement in STATEMENTS if "topic" in statement} <= topics
    assert learned == keys(COMPETENCES)
    assert {module for course in COURSES for module in course["modules"]} <= modules
    assert {run["course"] for run in RUNS} | {past["course"] for past in HISTORY} <= keys(COURSES)
    assert {lecturer for run in RUNS for lecturer in run["lecturers"]} == keys(LECTURERS)


def test_two_needs_are_gaps_and_one_module_is_a_draft() -> None:
    answered = {answer["topic"] for module in MODULES for answer in module["answer"]}
    drafts = {module["key"] for module in MODULES if module.get("state") == "draft"}

    assert keys(TOPICS) - answered == {"energie-und-brennstoffe", "digitalisierung"}
    assert drafts == {"eine-schicht-fuehren"}
    assert not drafts & {module for course in COURSES for module in course["modules"]}


def test_no_single_topic_claims_the_34_firms() -> None:
    for topic in TOPICS:
        for row in topic["evidence"]:
            assert "firms" not in row or row["example"], topic["key"]


def test_prerequisites_have_no_cycle() -> None:
    before = {module["key"]: set(module["prerequisites"]) for module in MODULES}
    assert set().union(*before.values()) <= set(before)

    while free := {key for key, needed in before.items() if not needed}:
        before = {key: needed - free for key, needed in before.items() if key not in free}
    assert not before


def test_codes_of_runs_begin_with_their_course() -> None:
    codes = [run["code"] for run in RUNS]

    assert len(codes) == len(set(codes))
    assert all(run["code"].startswith(run["course"] + "-") for run in RUNS)


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run["code"])
def test_a_run_fits_its_room_and_its_count(run: Entry) -> None:
    rooms = {room["key"]: room for site in SITES if site["key"] == run["site"] for room in site["room"]}
    site = next(site for site in SITES if site["key"] == run["site"])
    taken = run["booked"] + run["provisional"] + run.get("offered", 0)

    assert run["capacity"] <= rooms[run["room"]]["seats"]
    assert run["minimum"] <= run["capacity"]
    assert taken <= run["capacity"]
    assert run["waiting"] == 0 or taken == run["capacity"]
    assert run["step_free"] == site["step_free"]
    assert 0 <= run["price_cents"] <= 149_000
    assert run["decide_days_before"] >= run["closes_days_before"]


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run["code"])
def test_a_run_knows_past_from_coming(run: Entry) -> None:
    last = run["starts_in_days"] + run["session"][-1]["day"]
    now = "running" if run["starts_in_days"] <= 0 <= last else "past" if last < 0 else "coming"
    states = {"running": {"running"}, "past": {"done", "over", "cancelled"}, "coming": {"planned", "open", "go"}}
    modules = next(course["modules"] for course in COURSES if course["key"] == run["course"])
    is_assessed = any(module["assessed"] for module in MODULES if module["key"] in modules)

    assert run["state"] in states[now]
    assert ("attended" in run) == (run["state"] in {"done", "over"})
    assert ("passed" in run) == (run["state"] == "done" and is_assessed)
    assert run.get("passed", 0) <= run.get("attended", 0) <= run["booked"]
    assert run["state"] in {"planned", "open", "cancelled"} or run["booked"] >= run["minimum"]


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run["code"])
def test_sessions_give_the_minutes_their_modules_ask_for(run: Entry) -> None:
    course = next(course for course in COURSES if course["key"] == run["course"])
    parts = [module for module in MODULES if module["key"] in course["modules"]]

    for mode in ("presence", "live"):
        planned = sum(part[f"minutes_{mode}"] for part in parts)
        laid = sum(minutes(session) for session in run["session"] if session["mode"] == mode)
        assert planned <= laid <= planned * 1.3, mode


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run["code"])
def test_sessions_run_forward_and_stay_in_the_week(run: Entry) -> None:
    days = [session["day"] for session in run["session"]]

    assert days == sorted(set(days))
    assert days[0] == 0
    for session in run["session"]:
        weekday = (run.get("weekday", 1) - 1 + session["day"]) % 7 + 1
        assert weekday <= 5 or run.get("weekday") == 6


def test_shift_workers_find_evenings_and_a_saturday() -> None:
    evenings = [run for run in RUNS if all(one["mode"] == "live" and one["start"] >= "18:00" for one in run["session"])]

    assert len(evenings) >= 3
    assert any(run.get("weekday") == 6 for run in RUNS)
    assert {run["language"] for run in RUNS} == {"de", "en"}


@pytest.mark.parametrize("year", range(2026, 2030))
def test_on_any_day_of_loading_two_drafts_want_one_room_and_nothing_else_is_needed_twice_or_on_a_holiday(
    year: int,
) -> None:
    for today in (date(year, 1, 1) + timedelta(days=n) for n in range(365)):
        seen: dict[tuple[str, date, bool], str] = {}
        twice: list[tuple[str, set[str]]] = []
        for run in RUNS:
            meets = [session["day"] for session in run["session"]]
            first = beginning(today, run["starts_in_days"], run.get("weekday"), meets)
            gap = (first - today).days
            assert (gap + meets[-1] < 0) == (run["starts_in_days"] + meets[-1] < 0), (run["code"], today)
            assert run["state"] not in {"open", "go"} or gap > run["closes_days_before"], (run["code"], today)
            for session in run["session"]:
                day = first + timedelta(days=session["day"])
                assert not is_free(day), (run["code"], today)
                for needed in [*([run["room"]] if session["mode"] == "presence" else []), *run["lecturers"]]:
                    slot = (needed, day, session["start"] >= "17:00")
                    if seen.setdefault(slot, run["code"]) != run["code"]:
                        twice.append((needed, {seen[slot], run["code"]}))
        assert twice == [("bsz-torgau-2", {"gc-10-d", "gc-07-e"})], today


@pytest.mark.parametrize(
    "day", ["2026-01-01", "2026-04-03", "2027-03-29", "2028-06-05", "2026-10-31", "2026-12-24", "2027-12-30"]
)
def test_nobody_teaches_on_a_holiday_of_saxony_nor_between_the_years(day: str) -> None:
    assert is_free(date.fromisoformat(day))


def test_runs_reach_nine_months_back_and_nine_ahead_and_every_kind_of_end_is_there() -> None:
    starts = [run["starts_in_days"] for run in RUNS]
    happened = {field for run in RUNS for field, value in run.items() if value}

    assert min(starts) < -270
    assert max(starts) >= 268
    assert {run["state"] for run in RUNS} == {"planned", "open", "go", "cancelled", "running", "over", "done"}
    assert {run["site"] for run in RUNS if run["starts_in_days"] > 0} == keys(SITES)
    assert {
        "moved_by_days", "provisional", "waiting", "offered", "left_free", "left_late", "withdrawn", "stepped_back", "called_sure",
        "called_unsure", "partly", "unnoted", "replaced", "revoked", "bed", "guest",
    } <= happened  # fmt: skip
