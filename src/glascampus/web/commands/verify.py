"""``./campus verify``: an audit of what is stored."""

from __future__ import annotations

import argparse
import json
import logging
from typing import Any

from django_scopes import scope, scopes_disabled

from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import seal_all
from glascampus.commons.roll.reads import announced
from glascampus.commons.roll.rules import CHECK_NAMES, Check, Fault
from glascampus.web.commands.standing import must_stand

log = logging.getLogger("glascampus.verify")
Found = dict[str, tuple[int, list[Fault]]]


def audit() -> list[dict[str, Any]]:
    """Every check of every app, over every campus, one entry per fixed name."""
    found: Found = {name: (0, []) for name in CHECK_NAMES}
    checks: list[Check] = list(announced("checks"))
    for campus in Campus.objects.order_by("pk"):
        seal_all(campus=campus)
        with scope(campus=campus):
            _look([check for check in checks if not check.whole], found)
    with scopes_disabled():
        _look([check for check in checks if check.whole], found)
    return [
        {"name": name, "ok": not faults, "seen": seen, "faults": [{"where": f.where, "says": f.says} for f in faults]}
        for name, (seen, faults) in found.items()
    ]


def _look(checks: list[Check], found: Found) -> None:
    for check in checks:
        seen, faults = _safely(check)
        known = found[check.name]
        found[check.name] = (known[0] + seen, [*known[1], *faults])


def _safely(check: Check) -> tuple[int, list[Fault]]:
    """Data so broken that a check stumbles over them are a fault, too."""
    try:
        return check.look()
    except Exception as error:
        log.debug("check %s stumbled", check.name, exc_info=True)
        return 0, [Fault(f"{check.look.__module__}", f"this check stumbled over the data: {type(error).__name__}")]


def verify(arguments: list[str]) -> int:
    """Check everything that is stored; exit 1 when something does not hold."""
    parser = argparse.ArgumentParser(prog="./campus verify", description=verify.__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    must_stand()
    checks = audit()
    ok = all(check["ok"] for check in checks)
    if options.json:
        print(json.dumps({"ok": ok, "checks": checks}, ensure_ascii=False))
        return 0 if ok else 1
    for check in checks:
        print(f"{'ok    ' if check['ok'] else 'FAULT '} {check['name']:10} {check['seen']} seen")
        for fault in check["faults"]:
            print(f"         {fault['where']}: {fault['says']}")
    return 0 if ok else 1
