"""Shift cycles of the industry, and what of a team's shifts stands in the way of a course."""

from glascampus.engines.shifts.cycles import (
    CYCLES,
    DAY,
    EARLY,
    HOURS,
    LATE,
    NIGHT,
    OFF,
    SHIFTS,
    Cycle,
    Roster,
    blocks,
    roster_of,
)
from glascampus.engines.shifts.fitting import Fit, Judged, Limits, Work, fit

__all__ = [
    "CYCLES",
    "DAY",
    "EARLY",
    "HOURS",
    "LATE",
    "NIGHT",
    "OFF",
    "SHIFTS",
    "Cycle",
    "Fit",
    "Judged",
    "Limits",
    "Roster",
    "Work",
    "blocks",
    "fit",
    "roster_of",
]
