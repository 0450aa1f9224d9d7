"""Deeds of the editorial desk: words, and pictures."""

from glascampus.commons.editorial.actions.pictures import (
    add_picture,
    end_pictures,
    forget,
    keep_picture,
    remove_picture,
    sweep_files,
    withdraw_consent,
)
from glascampus.commons.editorial.actions.versions import keep_page, publish, remove_page, restore, take_down

__all__ = [
    "add_picture",
    "end_pictures",
    "forget",
    "keep_page",
    "keep_picture",
    "publish",
    "remove_page",
    "remove_picture",
    "restore",
    "sweep_files",
    "take_down",
    "withdraw_consent",
]
