"""Shell verbs of the outbox."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from glascampus.basics.clock import now
from glascampus.commons.outbox.actions import reports_in, take_in


def bounces(arguments: list[str]) -> int:
    """Read reports of undelivered mail (a Maildir, an mbox file or one mail) and note them; nothing in it is changed."""
    parser = argparse.ArgumentParser("./campus bounces", description=bounces.__doc__)
    parser.add_argument("place", metavar="FILE", type=Path)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    seen, met = take_in(reports=reports_in(chosen.place), now=now())
    print(json.dumps({"read": seen, "met": met}) if chosen.json else f"{seen} mails read, {met} of ours came back.")
    return 0


VERBS = {"bounces": bounces}
