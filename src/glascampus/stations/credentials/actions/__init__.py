"""The deeds of the station: attendance by link or by the office, papers by the office only."""

from glascampus.stations.credentials.actions.attendance import (
    NoLink,
    NotNoted,
    mail_link,
    make_attendance_link,
    note_list,
    note_result,
    revoke_attendance_link,
    tap,
)
from glascampus.stations.credentials.actions.closing import NotClosed, close_run, issue
from glascampus.stations.credentials.actions.correcting import Corrected, correct_run, reissue
from glascampus.stations.credentials.actions.ending import end_papers, forget, revoke
from glascampus.stations.credentials.actions.lists import (
    FOLDER,
    NotTaken,
    end_scans,
    keep_pack,
    keep_scan_on,
    remove_scan,
    sweep_files,
    take_scan,
)
from glascampus.stations.credentials.actions.papers import NotIssued

__all__ = [
    "FOLDER",
    "Corrected",
    "NoLink",
    "NotClosed",
    "NotIssued",
    "NotNoted",
    "NotTaken",
    "close_run",
    "correct_run",
    "end_papers",
    "end_scans",
    "forget",
    "issue",
    "keep_pack",
    "keep_scan_on",
    "mail_link",
    "make_attendance_link",
    "note_list",
    "note_result",
    "reissue",
    "remove_scan",
    "revoke",
    "revoke_attendance_link",
    "sweep_files",
    "take_scan",
    "tap",
]
