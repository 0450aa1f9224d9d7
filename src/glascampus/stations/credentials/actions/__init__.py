"""The deeds of the station: attendance by link or by the office, papers by the office only."""

from glascampus.stations.credentials.actions.attendance import (
    NoLink,
    NotNoted,
    mail_link,
    make_attendance_link,
    note_result,
    revoke_attendance_link,
    tap,
)
from glascampus.stations.credentials.actions.papers import (
    Corrected,
    NotClosed,
    NotIssued,
    close_run,
    correct_run,
    forget,
    issue,
    reissue,
    revoke,
)

__all__ = [
    "Corrected",
    "NoLink",
    "NotClosed",
    "NotIssued",
    "NotNoted",
    "close_run",
    "correct_run",
    "forget",
    "issue",
    "mail_link",
    "make_attendance_link",
    "note_result",
    "reissue",
    "revoke",
    "revoke_attendance_link",
    "tap",
]
