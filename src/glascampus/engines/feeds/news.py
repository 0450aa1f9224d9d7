"""News as Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET  # nosec B405  writes, never reads

from glascampus.basics.clock import CAMPUS_ZONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One entry of a news feed; ``html`` is clean already."""

    url: str
    title: str
    summary: str
    html: str
    published_at: datetime
    changed_at: datetime
    kind: str = ""


def atom(
    entries: Sequence[Told], *, title: str, url: str, own_url: str, author: str, language: str, changed_at: datetime
) -> bytes:
    """An Atom feed; the same entries give the same bytes. An entry is known by its address for ever.

    Source: RFC 4287.
    """
    feed = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": language})
    _say(feed, {"id": url, "title": title, "updated": _moment(changed_at)})
    _say(ET.SubElement(feed, "author"), {"name": author})
    ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": own_url})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": url})
    for entry in entries:
        _add(feed, entry)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode").encode()


def _add(feed: ET.Element, entry: Told) -> None:
    node = ET.SubElement(feed, "entry")
    times = {"published": _moment(entry.published_at), "updated": _moment(entry.changed_at)}
    _say(node, {"id": entry.url, "title": entry.title, **times, "summary": entry.summary})
    ET.SubElement(node, "link", {"rel": "alternate", "type": "text/html", "href": entry.url})
    if entry.kind:
        ET.SubElement(node, "category", {"term": entry.kind})
    ET.SubElement(node, "content", {"type": "html"}).text = _xml(entry.html)


def _say(node: ET.Element, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        ET.SubElement(node, name).text = _xml(text)


def _moment(at: datetime) -> str:
    return at.astimezone(CAMPUS_ZONE).isoformat()


def _xml(text: str) -> str:
    """What XML can hold: control characters have no place in it, not even escaped."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
