"""The independent look at PDF files sees what it is there for: each thing taken away from a good file is named."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

from glascampus.engines.documents import certificate
from tests.engines.pdf_checker import faults_of
from tests.engines.test_documents import PAPER


def changed(change: Any) -> list[str]:
    """What is said of a good paper after ``change(writer, root)``."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(certificate(PAPER))))
    change(writer, writer._root_object)
    out = io.BytesIO()
    writer.write(out)
    return faults_of(out.getvalue())


def tags(root: Any, role: str) -> list[Any]:
    """All tags of one kind."""
    found: list[Any] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            found.extend([node] if node.get("/S") == role else [])
            walk(node.get("/K", []))

    walk(root["/StructTreeRoot"])
    return found


def loose_words(writer: Any, _root: Any) -> None:
    stream = DecodedStreamObject()
    stream.set_data(b"BT (secret) Tj ET")
    page = writer.pages[0]
    page[NameObject("/Contents")] = ArrayObject([page.raw_get("/Contents"), writer._add_object(stream)])


CHANGES = {
    "it is not marked as tagged": lambda _w, r: r["/MarkInfo"].update({NameObject("/Marked"): BooleanObject(False)}),
    "it says no language": lambda _w, r: r.pop("/Lang"),
    "the window does not show its title": lambda _w, r: r.pop("/ViewerPreferences"),
    "there is no output intent with a colour profile": lambda _w, r: r.pop("/OutputIntents"),
    "it has no tags": lambda _w, r: r.pop("/StructTreeRoot"),
    "a picture has no words": lambda _w, r: tags(r, "/Figure")[0].pop("/Alt"),
    "page 1: the tab key does not follow the tags": lambda w, _r: w.pages[0].pop("/Tabs"),
    "page 1: 1 paintings are neither tagged nor decoration": loose_words,
    "a heading jumps from level 1 to H4": lambda _w, r: tags(r, "/H2")[0].update({NameObject("/S"): NameObject("/H4")}),
    "LI stands in Div": lambda _w, r: tags(r, "/L")[0].update({NameObject("/S"): NameObject("/Div")}),
    "a link has no words": lambda w, _r: w.pages[0]["/Annots"][0].get_object().pop("/Contents"),
    "it does something when opened": lambda _w, r: r.update(
        {NameObject("/OpenAction"): DictionaryObject({NameObject("/S"): NameObject("/JavaScript")})}
    ),
    "it can do something": lambda w, _r: w._add_object(
        DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")})
    ),
}


def test_a_good_file_stays_good_when_nothing_is_changed() -> None:
    assert changed(lambda _writer, _root: None) == []


@pytest.mark.parametrize("fault", list(CHANGES))
def test_what_is_taken_away_is_named(fault: str) -> None:
    assert fault in changed(CHANGES[fault])
