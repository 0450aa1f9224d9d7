"""A text in several languages. Who reads decides which; German stands in where English is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

LANGUAGES = ("de", "en")
LOCALES = {"de": "de_DE", "en": "en_GB"}  # as Babel calls them


def _german() -> str:
    return "de"


_asked: list[Callable[[], str | None]] = [_german]


def ask_language_of(ask: Callable[[], str | None]) -> None:
    """Let ``str(text)`` ask ``ask()`` for the reader's language; the edge (Django) calls this once at start."""
    _asked[0] = ask


def language_of_reader() -> str:
    """The language of whoever reads, German where nobody says."""
    return _asked[0]() or "de"


def locale_of(language: str) -> str:
    """What Babel calls a language, "en_GB" for "en" and "en-us"; German for whatever is not English."""
    return LOCALES.get(language[:2], LOCALES["de"])


def locale_of_reader() -> str:
    """What Babel calls the language of whoever reads."""
    return locale_of(language_of_reader())


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in German and English."""

    de: str = ""
    en: str = ""

    def within(self, language: str) -> str:
        """The text in ``language``, or in German where it is not translated."""
        return (self.en if language.startswith("en") else self.de) or self.de or self.en

    def __str__(self) -> str:
        return self.within(language_of_reader())

    def __bool__(self) -> bool:
        return bool(self.de or self.en)


def columns_of(name: str) -> Text:
    """What the columns of a text are called, "title_de" and "title_en", also across a relation ("course__title")."""
    return Text(f"{name}_de", f"{name}_en")


class InLanguages:
    """Class attribute: ``title = InLanguages()`` reads the columns ``title_de`` and ``title_en`` as one ``Text``."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: object, owner: type | None = None) -> Text:
        if instance is None:
            return columns_of(self.name)
        return Text(getattr(instance, f"{self.name}_de"), getattr(instance, f"{self.name}_en"))
