"""Writing courses, runs and their sessions; taking seats and giving them back."""

from glascampus.stations.courses.actions.courses import (
    keep_course,
    keep_history,
    keep_question,
    publish_course,
    remove_course,
    remove_history,
    remove_question,
)
from glascampus.stations.courses.actions.moving import move_back, move_run
from glascampus.stations.courses.actions.runs import FOLLOWS_BY_ITSELF, keep_run, remove_run
from glascampus.stations.courses.actions.seats import TAKE_AS_SEEN, give_seats_back, take_seats, take_seats_as_seen
from glascampus.stations.courses.actions.sessions import keep_session, remove_session
from glascampus.stations.courses.actions.states import (
    mark_cancelled,
    mark_confirmed,
    mark_done,
    mark_undone,
    open_run,
    plan_run,
)

__all__ = [
    "FOLLOWS_BY_ITSELF",
    "TAKE_AS_SEEN",
    "give_seats_back",
    "keep_course",
    "keep_history",
    "keep_question",
    "keep_run",
    "keep_session",
    "mark_cancelled",
    "mark_confirmed",
    "mark_done",
    "mark_undone",
    "move_back",
    "move_run",
    "open_run",
    "plan_run",
    "publish_course",
    "remove_course",
    "remove_history",
    "remove_question",
    "remove_run",
    "remove_session",
    "take_seats",
    "take_seats_as_seen",
]
