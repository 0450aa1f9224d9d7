"""Translations: German is the source, each app's ``locale/en/LC_MESSAGES/django.po`` the English.

``python -m glascampus.web.catalogues`` compiles every catalogue that is newer than its ``.mo`` (Babel does it: no gettext on the machine);
``--check`` finds sentences without English, English nobody asks for, unsure entries, sentences translated in two ways and one singular
with two plurals.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parents[1]
TEMPLATES = (".html", ".txt", ".xml", ".ics", ".svg")
PLAIN = ("gettext", "gettext_lazy", "gettext_noop", "_")
PLURAL = ("ngettext", "ngettext_lazy")
CONTEXT = ("pgettext", "pgettext_lazy")
PLURAL_CONTEXT = ("npgettext", "npgettext_lazy")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)[^{}]*\}|%[sd]")

Key = tuple[str | None, str]  # context, German sentence
Call = tuple[str, Key, str]  # place, what is asked for, its plural if it has one


@dataclass
class Findings:
    """What ``--check`` found; each line names its place, relative to the sources."""

    missing: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    twofold: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    plurals: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Every finding as a line."""
        yield from (f"no English: {line}" for line in self.missing)
        yield from (f"nobody asks for: {line}" for line in self.unused)
        yield from (f"marked fuzzy: {line}" for line in self.unsure)
        yield from (f"translated in two ways: {line}" for line in self.twofold)
        yield from (f"other placeholders: {line}" for line in self.altered)
        yield from (f"one singular with two plurals: {line}" for line in self.plurals)


def catalogues(under: Path = SOURCE) -> list[Path]:
    """All ``django.po`` of ours."""
    return sorted(under.glob("**/locale/*/LC_MESSAGES/django.po"))


def compile_all(under: Path = SOURCE) -> int:
    """Write the ``.mo`` beside each newer ``.po``; returns how many were written.

    Raises:
        PoFileError: a catalogue is malformed; its file and line are in the text.
    """
    stale = [po for po in catalogues(under) if _is_stale(po)]
    for po in stale:
        unfinished = po.with_suffix(".part")
        with unfinished.open("wb") as into:
            write_mo(into, _read(po))
        unfinished.replace(po.with_suffix(".mo"))
    return len(stale)


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def _read(po: Path) -> Catalog:
    with po.open("rb") as stream:
        return read_po(stream, locale=po.parts[-3], domain="django", abort_invalid=True)


def check(under: Path = SOURCE) -> Findings:
    """Compare what the code asks for with what the catalogues answer."""
    calls = list(_calls(under))
    asked = _first_places(calls)
    found = Findings(plurals=_with_two_plurals(calls))
    answers: dict[Key, set[str]] = defaultdict(set)
    for po in catalogues(under):
        for message in _read(po):
            if message.id:
                _look_at(message, str(po.relative_to(under)), asked, answers, found)
    found.missing = [f"{where}: {_show(key)}" for key, where in asked.items() if key not in answers]
    found.twofold = [f"{_show(key)}: {' | '.join(sorted(texts))}" for key, texts in answers.items() if len(texts) > 1]
    return found


def _look_at(
    message: Message, where: str, asked: dict[Key, str], answers: dict[Key, set[str]], found: Findings
) -> None:
    """Sort one entry of a catalogue into what it is."""
    key = (message.context, _first(message.id))
    place = f"{where}:{message.lineno}: {_show(key)}"
    texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if message.fuzzy:
        found.unsure.append(place)
    elif all(texts):
        answers[key].add(" / ".join(texts))
        if _placeholders([message.id] if isinstance(message.id, str) else message.id) != _placeholders(texts):
            found.altered.append(place)
    if key not in asked:
        found.unused.append(place)


def _placeholders(texts: Iterable[str]) -> set[str]:
    return {match.group(0) for text in texts for match in PLACEHOLDER.finditer(text)}


def _first(sentence: str | tuple[str, ...] | list[str]) -> str:
    return sentence if isinstance(sentence, str) else sentence[0]


def _show(key: Key) -> str:
    return f"{key[1]!r}" + (f" ({key[0]})" if key[0] else "")


def asked_for(under: Path = SOURCE) -> dict[Key, str]:
    """Every sentence the Python code and the templates ask for, with the first place that does."""
    return _first_places(_calls(under))


def _first_places(calls: Iterable[Call]) -> dict[Key, str]:
    asked: dict[Key, str] = {}
    for place, key, _plural in calls:
        asked.setdefault(key, place)
    return asked


def _with_two_plurals(calls: Iterable[Call]) -> list[str]:
    """A catalogue finds its entry by the singular alone: the second plural would get the English of the first."""
    plurals: dict[Key, dict[str, str]] = defaultdict(dict)
    for place, key, plural in calls:
        if plural:
            plurals[key].setdefault(plural, place)
    return [
        f"{_show(key)}: {' | '.join(f'{plural!r} in {place}' for plural, place in found.items())}"
        for key, found in plurals.items()
        if len(found) > 1
    ]


def _calls(under: Path) -> Iterator[Call]:
    for path in sorted(under.glob("**/*")):
        if path.suffix == ".py" or (path.suffix in TEMPLATES and "templates" in path.parts):
            for line, key, plural in _in_file(path):
                yield f"{path.relative_to(under)}:{line}", key, plural


def _in_file(path: Path) -> Iterator[tuple[int, Key, str]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = _as_python(text, path)
    words = dict.fromkeys((*PLAIN, *PLURAL, *CONTEXT, *PLURAL_CONTEXT))
    calls: Iterable[tuple[Any, ...]] = extract_python(BytesIO(text.encode()), words, (), {"encoding": "utf-8"})
    for line, function, message, _ in calls:
        parts = [message] if isinstance(message, str) else list(message)
        has_context = function in CONTEXT or function in PLURAL_CONTEXT
        context, sentence, *rest = parts if has_context else [None, *parts]
        if sentence:
            has_plural = function in PLURAL or function in PLURAL_CONTEXT
            yield line, (context, sentence), (rest[0] or "") if has_plural else ""


def _as_python(template: str, path: Path) -> str:
    """A template as the source of calls of gettext, line by line, as Django's own makemessages sees it."""
    from django.utils.translation.template import templatize

    if "{% t" not in template and "{% b" not in template and "_(" not in template:
        return ""
    return f"({templatize(template, origin=str(path))}\n)"  # in brackets: a template's indentation means nothing


def main(arguments: list[str]) -> int:
    """Compile, or with ``--check`` say what is wrong: exit 1 when something is."""
    if arguments not in ([], ["--check"]):
        print("python -m glascampus.web.catalogues [--check]", file=sys.stderr)
        return 2
    if not arguments:
        print(f"{compile_all()} catalogues compiled.")
        return 0
    lines = list(check().lines())
    print(*lines, f"{len(lines)} findings.", sep="\n")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
