"""What ``./campus run`` needs: prepared data, and the worker."""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import sys
import time
from datetime import datetime

from django.core.management import call_command
from django.db import OperationalError, close_old_connections
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from glascampus.basics.clock import CAMPUS_ZONE, now
from glascampus.commons.campuses.actions import make_campus, set_address, set_clock
from glascampus.commons.campuses.models import Campus
from glascampus.commons.campuses.reads import link_token, the_campus
from glascampus.commons.roles.reads import demo_users, has_office
from glascampus.commons.roll.actions import beat, run_due
from glascampus.web import schema
from glascampus.web.loader.load import load_model

PAUSE_S = 0.25
BEAT_EVERY_S = 5


def prepare(arguments: list[str]) -> int:
    """Bring the data up to date, load the demo at the first start, say how to sign in."""
    parser = argparse.ArgumentParser(prog="./campus run", description=prepare.__doc__)
    parser.add_argument("--model", default=None)
    parser.add_argument("--empty", action="store_true")
    parser.add_argument("--clock", default=None)
    options = parser.parse_args(arguments)
    if refusal := schema.refusal():
        print(refusal, file=sys.stderr)
        return 2
    if schema.pending_migrations():
        print("Bringing the database up to date ...", file=sys.stderr)
        call_command("migrate", verbosity=0, interactive=False)
    campus = the_campus() or _first_start(options.model, empty=options.empty)
    if options.model and options.model != campus.key:
        print(f"This data directory holds {campus.key}; choose another with --data DIR for {options.model}.", file=sys.stderr)
        return 2
    address = os.environ.get("CAMPUS_ADDRESS", "").rstrip("/")
    if address:
        set_address(campus=campus, address=address)
    if options.clock is not None:
        _turn(campus, options.clock)
    with scope(campus=campus):
        _welcome(campus, address or campus.address)
    return 0


def _first_start(model: str | None, *, empty: bool) -> Campus:
    if empty:
        return make_campus(key=f"campus-{secrets.token_hex(3)}", name_de="Mein Campus", name_en="My campus", now=now())
    print("Loading the demo campus ...", file=sys.stderr)
    return load_model(model or "glascampus-torgau", now=now())


def _turn(campus: Campus, moment: str) -> None:
    if not campus.is_demo:
        raise ValueError("Only the clock of a demo can be turned; start without --clock.")
    try:
        wanted = datetime.fromisoformat(moment)
    except ValueError:
        raise ValueError(f"{moment} is no moment; write it like 2027-03-01T08:00.") from None
    set_clock(to=wanted if wanted.tzinfo else wanted.replace(tzinfo=CAMPUS_ZONE))


def _welcome(campus: Campus, address: str) -> None:
    """Lines for the terminal, after ``Ready:``."""
    if campus.is_demo:
        for role in demo_users(campus):
            print(f"  Demo sign-in as {role.kind}: {address}{reverse('web:sign_in')}")
        print(f"  Every mail of the demo:  {address}{reverse('web:demo_post')}")
    elif not has_office(campus):
        print(f"  Set up the office (once): {address}{reverse('web:set_up', args=[link_token('set-up', campus.key)])}")


def worker(arguments: list[str]) -> int:
    """Work in the background: send mail, seal the journal, end offers; until a signal comes."""
    leaving: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda n, _frame: leaving.append(n))
    last: dict[str, float] = {}
    beaten = float("-inf")
    while not leaving:
        try:
            with scopes_disabled():
                if time.monotonic() - beaten >= BEAT_EVERY_S:
                    beat(name="worker")
                    beaten = time.monotonic()
                run_due(last=last, now=now())
        except OperationalError as error:  # the database is away for a moment: go on when it is back
            print(f"The worker waits for the database: {error}", file=sys.stderr)
            close_old_connections()
            time.sleep(2)
        time.sleep(PAUSE_S)
    return 0
