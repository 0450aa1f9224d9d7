"""What a page or a picture lacks before it may be seen, and the address a title becomes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from glascampus.basics.reason import Reason, Refusal

FIXED = {
    "jugend": "web:youth",
    "modell": "web:model",
}  # pages with an address of their own, there before anybody has written them
RESERVED = frozenset({"neu", "bilder"})  # words that mean something else in the office's addresses
LONGEST_SLUG = 70


class NotPublished(Refusal):
    """Nothing new to publish, nothing to take down, or a page that cannot be removed."""


class PictureNotTaken(Refusal):
    """A file that is no photo that may be shown; nothing was stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFacts:
    """What must be known of a picture before anybody but the office sees it."""

    alt_de: str
    alt_en: str
    author: str
    licence: str
    shows_people: bool
    consent_by: str
    consent_on: date | None
    is_withdrawn: bool


def lacks(picture: PictureFacts) -> list[Reason]:
    """Why a picture stays out of sight; an empty list: it may be shown."""
    if picture.is_withdrawn:
        return [Reason("picture_withdrawn")]
    found = [
        (not picture.alt_de, "picture_without_alt"),
        (not picture.alt_en, "picture_without_alt_en"),
        (not picture.author, "picture_without_author"),
        (not picture.licence, "picture_without_licence"),
        (picture.shows_people and not (picture.consent_by and picture.consent_on), "picture_without_consent"),
    ]
    return [Reason(code) for missing, code in found if missing]


def lacks_words(*, title_en: str, body_en: str) -> list[Reason]:
    """What readers of a page will miss; it may be published all the same."""
    missing = [(not title_en, "page_without_title_en"), (not body_en, "page_without_body_en")]
    return [Reason(code) for absent, code in missing if absent]


def slug_of(title: str) -> str:
    """An address from a title: "Glas prüfen & messen" becomes "glas-pruefen-messen"."""
    spelled = title.lower()
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        spelled = spelled.replace(letter, letters)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-") or "seite"


def route_of(kind: str, slug: str) -> tuple[str, dict[str, str]]:
    """Where everybody reads a page: the name of its route, and what stands in its address."""
    if kind != "page":
        return "web:news_item", {"slug": slug}
    return (FIXED[slug], {}) if slug in FIXED else ("web:page", {"slug": slug})
