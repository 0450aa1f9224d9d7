"""Stating a need and confirming it; what the office does with it; topics and their evidence."""

from glascampus.stations.needs.actions.forgetting import end_statements, forget
from glascampus.stations.needs.actions.made import firm_key
from glascampus.stations.needs.actions.statements import (
    AlreadySplit,
    NotConfirmed,
    PartKeepsPeople,
    SplitMustFit,
    answer,
    correct,
    join,
    remove_statement,
    split,
    topic_from,
)
from glascampus.stations.needs.actions.stating import TooManyMails, confirm_statement, forget_unconfirmed, state_need
from glascampus.stations.needs.actions.topics import (
    NoSuchDay,
    add_evidence,
    keep_evidence,
    keep_topic,
    remove_evidence,
    remove_topic,
)

__all__ = [
    "AlreadySplit",
    "NoSuchDay",
    "NotConfirmed",
    "PartKeepsPeople",
    "SplitMustFit",
    "TooManyMails",
    "add_evidence",
    "answer",
    "confirm_statement",
    "correct",
    "end_statements",
    "firm_key",
    "forget",
    "forget_unconfirmed",
    "join",
    "keep_evidence",
    "keep_topic",
    "remove_evidence",
    "remove_statement",
    "remove_topic",
    "split",
    "state_need",
    "topic_from",
]
