"""Which verb was asked for, and who does it: the launcher (run, test, check, bench, shots) or the campus itself (everything else)."""

from __future__ import annotations

import argparse
import os
import re
import sys

from launcher.checkout import PYTHON, data_directory, set_hook, surroundings
from launcher.faults import Fault, from_os, say

HELP = """GlasCampus: Bedarf -> Curriculum -> Kurs -> Buchung -> Nachweis -> Wirkung

  ./campus run       start the campus (installs what it needs the first time)
  ./campus test      everything that must hold              [--db postgres] [pytest arguments]
  ./campus check     style, types, house rules              [--fix]
  ./campus bench     benchmarks                             [NAME ...] [--list]
  ./campus shots     pictures of the main pages             [NAME ...] [--out DIR] [--book] [--list]

  ./campus manage    Django's own commands
  ./campus demo      the demo campus: fresh, turn, leave, run
  ./campus verify    audit the stored data
  ./campus backup    a copy while it runs                   ./campus restore  the copy back into an empty place
  ./campus people    export or erase what is kept on a person
  ./campus help      these and all other verbs, from the campus itself

Every verb explains itself with --help. Data lie in var; another place: --data DIR or CAMPUS_DATA.
"""
CLOCK = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?")
INTERRUPTED = 130


def main(arguments: list[str]) -> int:
    """Do what the verb says; every failure is one sentence on stderr and an exit code."""
    set_hook()
    try:
        return _dispatch(arguments)
    except Fault as fault:
        if str(fault):
            say(str(fault))
        return fault.code
    except OSError as error:
        say(str(from_os(error)))
        return 2
    except KeyboardInterrupt:
        return INTERRUPTED


def _dispatch(arguments: list[str]) -> int:
    if not arguments:
        say(HELP)
        return 2
    verb, *rest = arguments
    if verb in ("-h", "--help"):
        print(HELP, end="")
        return 0
    own = {"run": run, "test": test, "check": check, "bench": bench, "shots": shots}
    return own[verb](rest) if verb in own else campus(verb, rest)


class Parser(argparse.ArgumentParser):
    """argparse that answers bad usage in one sentence."""

    def error(self, message: str) -> None:  # type: ignore[override]
        raise Fault(f"{self.prog}: {message}; see {self.prog} --help")


def run(arguments: list[str]) -> int:
    """``./campus run``."""
    parser = Parser(
        prog="./campus run",
        allow_abbrev=False,
        description="Start the campus: web and background worker. Ctrl-C ends both.",
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default %(default)s: this machine only)"
    )
    parser.add_argument("--port", type=_port, default=8000, help="port to listen on (default %(default)s)")
    parser.add_argument(
        "--model", metavar="NAME", help="campus model to load at the first start (default glascampus-torgau)"
    )
    parser.add_argument(
        "--empty", action="store_true", help="begin at the first start with a campus without any example"
    )
    parser.add_argument("--clock", type=_clock, metavar="2027-03-01T08:00", help="set the clock of the demo campus")
    parser.add_argument("--data", metavar="DIR", help="where the data lie (default var)")
    asked = parser.parse_args(arguments)
    if asked.empty and asked.model:
        parser.error("--empty and --model cannot be used together")
    prepare = ["--model", asked.model] if asked.model else ["--empty"] if asked.empty else []
    prepare += ["--clock", asked.clock] if asked.clock else []
    from launcher.running import run as live  # every verb loads only what it needs

    return live(host=asked.host, port=asked.port, data=data_directory(asked.data), prepare=prepare)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port (1 to 65535)")
    return int(text)


def _clock(text: str) -> str:
    if not CLOCK.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text} is not a time like 2027-03-01T08:00")
    return text


def test(arguments: list[str]) -> int:
    """``./campus test``."""
    parser = Parser(
        prog="./campus test",
        allow_abbrev=False,
        description="Run everything that must hold. Other arguments go to pytest: ./campus test tests/habits -k clock",
    )
    parser.add_argument(
        "--db", choices=["sqlite", "postgres"], default="sqlite", help="database to test with (default %(default)s)"
    )
    asked, others = parser.parse_known_args(arguments)
    from launcher.trying import test as try_all

    return try_all(asked.db, others)


def check(arguments: list[str]) -> int:
    """``./campus check``."""
    parser = Parser(
        prog="./campus check",
        allow_abbrev=False,
        description="Style, types, imports, translations, templates, settings and migrations.",
    )
    parser.add_argument("--fix", action="store_true", help="first repair and format what can be repaired by machine")
    from launcher.checks import check as check_all

    return check_all(fix=parser.parse_args(arguments).fix)


def bench(arguments: list[str]) -> int:
    """``./campus bench``."""
    parser = Parser(
        prog="./campus bench", allow_abbrev=False, description="Run benchmarks; each prints one line of JSON."
    )
    parser.add_argument("name", nargs="*", help="which (default: all)")
    parser.add_argument("--list", action="store_true", help="say which there are")
    asked = parser.parse_args(arguments)
    from launcher.trying import bench as measure

    return measure(asked.name, only_list=asked.list)


def shots(arguments: list[str]) -> int:
    """``./campus shots``."""
    parser = Parser(
        prog="./campus shots",
        allow_abbrev=False,
        description="Take pictures of the main pages in two widths, light and dark. A demo of its own is started for it; needs Chromium.",
    )
    parser.add_argument("name", nargs="*", help="which pages (default: the 30 main pages)")
    parser.add_argument(
        "--out", metavar="DIR", help="where to put them (default build/shots; with --book docs/pictures)"
    )
    parser.add_argument("--book", action="store_true", help="take the pictures of the handbook and the README instead")
    parser.add_argument("--list", action="store_true", help="say which there are")
    asked = parser.parse_args(arguments)
    from launcher.trying import shots as take

    return take(asked.name, out=asked.out, book=asked.book, only_list=asked.list)


def campus(verb: str, arguments: list[str]) -> int:
    """Any other verb is the campus's own; this process becomes it, so that signals and exit codes are its own, too."""
    from launcher import environment

    environment.ready("base")
    sys.stdout.flush()
    os.execve(
        PYTHON,
        [str(PYTHON), "-m", "glascampus.web.cli", verb, *arguments],
        surroundings(CAMPUS_DATA=str(data_directory(None))),
    )
    return 0
