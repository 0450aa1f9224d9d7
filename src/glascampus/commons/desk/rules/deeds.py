"""What can be done to several rows at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from glascampus.basics.reason import Refusal
from glascampus.commons.desk.rules.columns import Phrase

MOST_AT_ONCE = 200  # rows of one deed: as many as somebody can look through before the button
KEY = re.compile(r"[0-9]{1,18}")


class NothingTicked(Refusal):
    """A deed without a row."""

    code = "nothing_ticked"


class TooManyTicked(Refusal):
    """More rows than somebody can look through."""

    code = "too_many_ticked"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done to several rows at once: first a preview of each row, then one transaction for each.

    Args:
        question: the heading of the preview, for so many rows.
        why_not: the sentence why this row cannot, or "".
        happens: what will become of a row that can.
        do: the action, called with the row, ``by``, ``now`` and what the form holds.
        said: the sentence afterwards, for so many rows.
        form: class of the form whose values ``do`` takes, if any; made by ``form(data)``.
    """

    key: str
    label: Phrase
    question: Callable[[int], str]
    why_not: Callable[[Any], Phrase]
    happens: Callable[[Any], Phrase]
    do: Callable[..., Any]
    said: Callable[[int], str]
    intro: Phrase = ""
    submit: Phrase = ""
    form: Callable[..., Any] | None = None


def keys_of(asked: Iterable[str]) -> list[int]:
    """The ticked rows, each once; whatever is no key is left out."""
    return list(dict.fromkeys(int(key) for key in asked if KEY.fullmatch(key)))
