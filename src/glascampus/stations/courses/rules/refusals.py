"""What a run, a course or a booking is refused for."""

from __future__ import annotations

from glascampus.basics.reason import Refusal


class RunFull(Refusal):
    """Not enough seats are left; ``reason.numbers["free"]`` says how many are."""

    code = "run_full"


class RunRefused(Refusal):
    """A run cannot be as it was typed; nothing was changed."""


class CapacityTooSmall(RunRefused):
    """More seats are taken than the run would have."""

    code = "capacity_below_taken"


class SessionsOverlap(RunRefused):
    """Another session of the run is at that time."""

    code = "sessions_overlap"


class WrongState(RunRefused):
    """The run is not in a state from which this is possible."""

    code = "run_state"


class NotReady(RunRefused):
    """Something is missing before everyone may see it."""

    code = "run_without_sessions"


class TooManyQuestions(Refusal):
    """More questions than anybody wants to answer before a course."""

    code = "too_many_questions"
