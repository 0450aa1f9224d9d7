"""``./campus demo …`` and ``./campus model …``: the demo's dates, its clock, leaving it; checking a campus's files."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.urls import reverse
from django_scopes import scope, scopes_disabled

from glascampus.basics.clock import CAMPUS_ZONE, now
from glascampus.commons.campuses.actions import set_clock
from glascampus.commons.campuses.models import Campus
from glascampus.commons.campuses.reads import link_token, the_campus
from glascampus.commons.campuses.rules import turned_by
from glascampus.stations.courses.models import Run
from glascampus.web.loader.actions import leave_demo
from glascampus.web.loader.checker import check
from glascampus.web.loader.load import lay_anew
from glascampus.web.loader.trial import lay_trial_run

MOST_DAYS, MOST_SEATS = 3650, 1000
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def demo(arguments: list[str]) -> int:
    """Lay the demo's dates anew, turn its clock, leave it, or add a run for trying."""
    options = _understood(arguments)
    campus = the_campus()
    if campus is None or not campus.is_demo:
        print("There is no demo campus in this data directory.", file=sys.stderr)
        return 2
    deeds: dict[str, Callable[[], int]] = {
        "fresh": lambda: _fresh(campus),
        "turn": lambda: _turn(options.days),
        "leave": lambda: _leave(campus),
        "run": lambda: _run(campus, options),
    }
    return deeds[options.verb]()


def _understood(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./campus demo", description=demo.__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("fresh", help="everything from the files again, with dates relative to today")
    turn = verbs.add_parser("turn", help="turn the demo's clock by some days; a negative number turns it back")
    turn.add_argument("--days", type=_number(-MOST_DAYS, MOST_DAYS), required=True)
    verbs.add_parser(
        "leave", help="keep partners, needs, curriculum and pages; drop people, bookings, runs and example rows"
    )
    run = verbs.add_parser(
        "run", help="a bookable run of a demo course, for trying and load tests; prints one JSON document"
    )
    run.add_argument("--code", type=_code, required=True)
    run.add_argument("--seats", type=_number(1, MOST_SEATS), required=True)
    run.add_argument("--min", type=_number(1, MOST_SEATS), required=True, dest="minimum")
    run.add_argument("--in-days", type=_number(1, MOST_DAYS), default=60)
    options = parser.parse_args(arguments)
    if options.verb == "run" and options.minimum > options.seats:
        run.error("--min must not be more than --seats")
    return options


def _number(least: int, most: int) -> Callable[[str], int]:
    """A whole number within bounds; 0 is never one of them."""

    def look(word: str) -> int:
        try:
            number = int(word)
        except ValueError:
            number = 0
        if not number or not least <= number <= most:
            raise argparse.ArgumentTypeError(
                f"{word} is not a number from {least} to {most}" + (" other than 0" if least < 0 else "")
            )
        return number

    return look


def _code(word: str) -> str:
    if not CODE.fullmatch(word):
        raise argparse.ArgumentTypeError("a code is up to 40 small letters, digits and hyphens")
    return word


def _fresh(campus: Campus) -> int:
    lay_anew(campus, now=now())
    print(
        f"{campus.name} was loaded from its files again; all dates count from {now().astimezone(CAMPUS_ZONE):%Y-%m-%d}."
    )
    print("Whatever was entered into the demo is gone; sign-ins stay.")
    return 0


def _turn(days: int) -> int:
    set_clock(by=timedelta(days=days))
    print(f"The demo's clock shows {now().astimezone(CAMPUS_ZONE):%Y-%m-%d %H:%M}.")
    return 0


def _leave(campus: Campus) -> int:
    set_clock(by=-turned_by())
    gone = leave_demo(campus=campus, now=now())
    print(
        f"{campus.name} is no longer a demo. {gone} rows of people, bookings, runs, stated needs and examples were removed."
    )
    print(
        "Partners, sites, needs, curriculum, courses, pages and news stay. What is marked as an example value there keeps its mark until the office corrects it."
    )
    print(f"Set up the office (once): {campus.address}{reverse('web:set_up', args=[link_token('set-up', campus.key)])}")
    return 0


def _run(campus: Campus, options: argparse.Namespace) -> int:
    with scopes_disabled():
        known = Run.objects.filter(code=options.code).exists()
    if known:
        print(f"There is a run {options.code} already; nothing was changed.", file=sys.stderr)
        return 1
    with scope(campus=campus):
        run = lay_trial_run(
            campus=campus,
            code=options.code,
            seats=options.seats,
            minimum=options.minimum,
            in_days=options.in_days,
            now=now(),
        )
    print(json.dumps(_told(run)))
    return 0


def _told(run: Run) -> dict[str, object]:
    """The document of contracts.md."""
    assert run.starts_at is not None
    return {
        "run": run.code,
        "url": reverse("bookings:book", args=[run.code]),
        "capacity": run.capacity,
        "min": run.minimum,
        "price": {"cents": run.price_cents, "currency": "EUR"},
        "starts_at": run.starts_at.astimezone(CAMPUS_ZONE).isoformat(),
        "closes_at": run.closes_at.astimezone(CAMPUS_ZONE).isoformat(),
    }


def model(arguments: list[str]) -> int:
    """Check the files of a campus; every fault is named by file and line."""
    parser = argparse.ArgumentParser(prog="./campus model", description=model.__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    look = verbs.add_parser("check", help="exit 1 when a file has faults")
    look.add_argument("folder", type=Path, metavar="DIR")
    look.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        print(f"{options.folder} is not a directory.", file=sys.stderr)
        return 2
    files, faults = check(options.folder)
    if options.json:
        told = [{"file": fault.file, "line": fault.line, "says": fault.says} for fault in faults]
        print(json.dumps({"ok": not faults, "faults": told}, ensure_ascii=False))
    else:
        print(*(map(str, faults) if faults else [f"{len(files)} files, no fault."]), sep="\n")
    return 1 if faults else 0
