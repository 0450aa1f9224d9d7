"""What one can search for."""

from __future__ import annotations

from dataclasses import dataclass

from glascampus.basics.text import Text

NO_TEXT = Text()


@dataclass(frozen=True, slots=True)
class Findable:
    """Something one can search for; it says the same in every language, since one index serves all readers.

    Args:
        kind: a code; its name is the sentence ``found_<kind>``.
        title: how it is called.
        route: the name of its page; ``args`` and ``query`` (with "?" or "#") belong to the address.
        summary: the sentence shown below the title.
        more: further sentences of its page, shown where they are the reason why it was found.
        also: words one may say for it that are never shown.
        row: its number in its table.
    """

    kind: str
    title: Text
    route: str
    args: tuple[str | int, ...] = ()
    query: str = ""
    summary: Text = NO_TEXT
    more: tuple[Text, ...] = ()
    also: str = ""
    row: int = 0
