"""``./campus demo …`` and ``./campus model …``: the demo's dates, its clock, leaving it; checking a campus's files."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import timedelta
from pathlib import Path

from django.urls import reverse

from glascampus.basics.clock import CAMPUS_ZONE, now
from glascampus.commons.campuses.actions import set_clock
from glascampus.commons.campuses.models import Campus
from glascampus.commons.campuses.reads import link_token, the_campus
from glascampus.commons.campuses.rules import turned_by
from glascampus.web.loader.actions import leave_demo
from glascampus.web.loader.checker import check
from glascampus.web.loader.load import lay_anew

MOST_DAYS = 3650


def demo(arguments: list[str]) -> int:
    """Lay the demo's dates anew, turn its clock, leave it, or add a run for trying."""
    parser = argparse.ArgumentParser(prog="./campus demo", description=demo.__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("fresh", help="everything from the files again, with dates relative to today")
    turn = verbs.add_parser("turn", help="turn the demo's clock by some days; a negative number turns it back")
    turn.add_argument("--days", type=_days, required=True)
    verbs.add_parser("leave", help="keep partners, needs and curriculum; drop people, bookings, runs and example rows")
    options = parser.parse_args(arguments)
    campus = the_campus()
    if campus is None or not campus.is_demo:
        print("There is no demo campus in this data directory.", file=sys.stderr)
        return 2
    deeds = {"fresh": lambda: _fresh(campus), "turn": lambda: _turn(options.days), "leave": lambda: _leave(campus)}
    return deeds[options.verb]()


def _days(word: str) -> int:
    """A whole number of days, at most ten years either way."""
    days = int(word)
    if not 0 < abs(days) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"a number between 1 and {MOST_DAYS}, or negative, is needed")
    return days


def _fresh(campus: Campus) -> int:
    lay_anew(campus, now=now())
    print(f"{campus.name} was loaded from its files again; all dates count from {now().astimezone(CAMPUS_ZONE):%Y-%m-%d}.")
    print("Whatever was entered into the demo is gone; sign-ins stay.")
    return 0


def _turn(days: int) -> int:
    set_clock(by=timedelta(days=days))
    print(f"The demo's clock shows {now().astimezone(CAMPUS_ZONE):%Y-%m-%d %H:%M}.")
    return 0


def _leave(campus: Campus) -> int:
    set_clock(by=-turned_by())
    gone = leave_demo(campus=campus, now=now())
    print(f"{campus.name} is no demo any more. {gone} rows of people, bookings, runs, stated needs and examples were removed.")
    print("Partners, sites, needs, curriculum and courses stay. What is marked as an example value there keeps its mark until the office corrects it.")
    print(f"Set up the office (once): {campus.address}{reverse('web:set_up', args=[link_token('set-up', campus.key)])}")
    return 0


def model(arguments: list[str]) -> int:
    """Check the files of a campus; every fault is named by file and line."""
    parser = argparse.ArgumentParser(prog="./campus model", description=model.__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    look = verbs.add_parser("check", help="exit 1 when a file has faults")
    look.add_argument("folder", type=Path, metavar="DIR")
    look.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        print(f"{options.folder} is no directory.", file=sys.stderr)
        return 2
    files, faults = check(options.folder)
    if options.json:
        told = [{"file": fault.file, "line": fault.line, "says": fault.says} for fault in faults]
        print(json.dumps({"ok": not faults, "faults": told}, ensure_ascii=False))
    else:
        print(*faults or [f"{len(files)} files, no fault."], sep="\n")
    return 1 if faults else 0
