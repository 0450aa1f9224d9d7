"""``./campus verify``: an audit of what is stored."""

from __future__ import annotations

import argparse
import json
from typing import Any

from django_scopes import scope

from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import seal
from glascampus.commons.roll.reads import announced
from glascampus.commons.roll.rules import CHECK_NAMES, Fault


def audit() -> list[dict[str, Any]]:
    """Every check of every app over every campus, one entry per fixed name."""
    found: dict[str, tuple[int, list[Fault]]] = {name: (0, []) for name in CHECK_NAMES}
    for campus in Campus.objects.all():
        while seal(campus=campus):
            pass
        with scope(campus=campus):
            for check in announced("checks"):
                seen, faults = check.look()
                known = found[check.name]
                found[check.name] = (known[0] + seen, [*known[1], *faults])
    return [
        {"name": name, "ok": not faults, "seen": seen, "faults": [{"where": f.where, "says": f.says} for f in faults]}
        for name, (seen, faults) in found.items()
    ]


def verify(arguments: list[str]) -> int:
    """Check everything that is stored; exit 1 when something does not hold."""
    parser = argparse.ArgumentParser(prog="./campus verify", description=verify.__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    checks = audit()
    ok = all(check["ok"] for check in checks)
    if options.json:
        print(json.dumps({"ok": ok, "checks": checks}, ensure_ascii=False))
    else:
        for check in checks:
            print(f"{'ok    ' if check['ok'] else 'FAULT '} {check['name']:10} {check['seen']} seen")
            for fault in check["faults"]:
                print(f"         {fault['where']}: {fault['says']}")
    return 0 if ok else 1
