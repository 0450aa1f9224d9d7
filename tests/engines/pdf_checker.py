"""An independent look at a PDF: what PDF/UA-1 (ISO 14289-1) and PDF/A-3b (ISO 19005-3) ask and a program can see.

It knows nothing of how the file was made; it reads the bytes with pypdf. It is no certificate: what only a person can judge
(is the reading order sensible, do the words of a picture fit) and what needs a full validator (every clause on colour,
fonts' inner tables) stays open.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

PAINTS = {b"Tj", b"TJ", b"'", b'"', b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"Do", b"sh", b"BI"}
STANDARD = frozenset(
    re.findall(
        r"\w+",
        """Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody
        Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby Warichu Figure Formula Form""",
    )
)


def faults_of(pdf: bytes) -> list[str]:
    """Everything that is not as it must be, in sentences; an empty list is what one hopes for."""
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    looks = (_head, _metadata, _intent, _tree, _pages, _fonts, _links, _nothing_active)
    return [fault for look in looks for fault in look(reader, root)]


def text_of(pdf: bytes) -> str:
    """All words in reading order, spaces made one, without the marks where a word may break."""
    reader = PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).replace("\u200b", "").split())


def roles_of(pdf: bytes) -> list[str]:
    """The kinds of all tags in reading order."""
    return [str(node["/S"])[1:] for node, _parents in _nodes(PdfReader(io.BytesIO(pdf)).trailer["/Root"])]


def alternatives_of(pdf: bytes) -> list[str]:
    """The words that stand for the pictures."""
    nodes = _nodes(PdfReader(io.BytesIO(pdf)).trailer["/Root"])
    return [str(node.get("/Alt", "")) for node, _parents in nodes if node["/S"] == "/Figure"]


def _says_yes(value: Any) -> bool:
    """A PDF's own yes; its no is an object, too, and would count as true in Python."""
    return getattr(value, "value", None) is True


def _head(reader: PdfReader, root: Any) -> Iterator[str]:
    if reader.is_encrypted:
        yield "it is encrypted"
    if not reader.trailer.get("/ID"):
        yield "the trailer has no ID"
    if not _says_yes(root.get("/MarkInfo", {}).get("/Marked")):
        yield "it is not marked as tagged"
    if _says_yes(root.get("/MarkInfo", {}).get("/Suspects")):
        yield "its tags are suspect"
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", str(root.get("/Lang", ""))):
        yield "it says no language"
    if not _says_yes(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")):
        yield "the window does not show its title"


def _metadata(reader: PdfReader, root: Any) -> Iterator[str]:
    xmp = root["/Metadata"].get_object().get_data().decode() if "/Metadata" in root else ""
    for name, value in (("pdfuaid:part", "1"), ("pdfaid:part", "3"), ("pdfaid:conformance", "B")):
        if f"<{name}>{value}</{name}>" not in xmp and f'{name}="{value}"' not in xmp:
            yield f"the metadata does not say {name} {value}"
    title = (reader.metadata or {}).get("/Title")
    said = re.search(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", xmp, re.DOTALL)
    plain = said and said[1].replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    if not title or plain != title:
        yield f"the titles differ: {title!r} and {plain!r}"


def _intent(_reader: PdfReader, root: Any) -> Iterator[str]:
    intents = [intent.get_object() for intent in root.get("/OutputIntents", [])]
    if not any(i.get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in i for i in intents):
        yield "there is no output intent with a colour profile"


def _nodes(root: Any) -> list[tuple[Any, tuple[str, ...]]]:
    """Every tag with the kinds of its parents, in reading order."""
    found: list[tuple[Any, tuple[str, ...]]] = []

    def walk(node: Any, parents: tuple[str, ...]) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child, parents)
        elif isinstance(node, dict):
            role = (str(node["/S"])[1:],) if "/S" in node else ()
            if role:
                found.append((node, parents))
            walk(node.get("/K", []), parents + role)

    walk(root.get("/StructTreeRoot", {}), ())
    return found


def _tree(_reader: PdfReader, root: Any) -> Iterator[str]:
    if "/StructTreeRoot" not in root:
        yield "it has no tags"
        return
    roles = root["/StructTreeRoot"].get("/RoleMap", {})
    if "/ParentTree" not in root["/StructTreeRoot"]:
        yield "there is no parent tree"
    nodes, level = _nodes(root), 0
    for node, parents in nodes:
        role = str(node["/S"])[1:]
        if role not in STANDARD and f"/{role}" not in roles:
            yield f"{role} is no standard tag and is not mapped to one"
        if role in {"Figure", "Formula"} and not (node.get("/Alt") or node.get("/ActualText")):
            yield "a picture has no words"
        if re.fullmatch(r"H[1-6]", role):
            if int(role[1]) > level + 1:
                yield f"a heading jumps from level {level} to {role}"
            level = int(role[1])
        yield from _misplaced(role, node, parents)


def _misplaced(role: str, node: Any, parents: tuple[str, ...]) -> Iterator[str]:
    parent = parents[-1] if parents else ""
    needs = {"LI": {"L"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody", "TFoot"}, "TD": {"TR"}, "TH": {"TR"}}
    if role in needs and parent not in needs[role]:
        yield f"{role} stands in {parent or 'nothing'}"
    if role == "TH":
        attributes = node.get("/A", [])
        attributes = attributes if isinstance(attributes, list) else [attributes]
        if not any("/Scope" in a.get_object() for a in attributes if hasattr(a.get_object(), "keys")):
            yield "a head of a table does not say for what it stands"


def _pages(reader: PdfReader, root: Any) -> Iterator[str]:
    """Everything painted is either tagged or named decoration, and each tagged piece is in the tree exactly once."""
    known: Counter[tuple[int, int]] = Counter()
    for node, _parents in _nodes(root):
        _count(node, node.get("/K", []), None, known)
    for number, page in enumerate(reader.pages, 1):
        if page.get("/Tabs") != "/S":
            yield f"page {number}: the tab key does not follow the tags"
        if "/StructParents" not in page:
            yield f"page {number}: it does not lead to its tags"
        seen, loose = _marked(reader, page)
        if loose:
            yield f"page {number}: {loose} paintings are neither tagged nor decoration"
        here = page.indirect_reference.idnum  # type: ignore[union-attr]
        for mcid in seen:
            if known[here, mcid] != 1:
                yield f"page {number}: piece {mcid} stands {known[here, mcid]} times in the tree"


def _count(node: Any, kids: Any, page: Any, known: Counter[tuple[int, int]]) -> None:
    page = node.raw_get("/Pg") if "/Pg" in node else page
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    for kid in kids if isinstance(kids, list) else [kids]:
        raw = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(raw, int):
            known[page.idnum, int(raw)] += 1
        elif isinstance(raw, dict) and raw.get("/Type") == "/MCR":
            known[(raw.raw_get("/Pg") if "/Pg" in raw else page).idnum, int(raw["/MCID"])] += 1


def _marked(reader: PdfReader, page: Any) -> tuple[set[int], int]:
    """The tagged pieces of a page, and how many paintings stand outside of tags and of decoration."""
    stack: list[bool] = []
    seen: set[int] = set()
    loose = 0
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in {b"BDC", b"BMC"}:
            properties = operands[1] if len(operands) > 1 and isinstance(operands[1], dict) else {}
            if "/MCID" in properties:
                seen.add(int(properties["/MCID"]))
            stack.append("/MCID" in properties or operands[0] == "/Artifact")
        elif operator == b"EMC":
            stack.pop()
        elif operator in PAINTS and not any(stack):
            loose += 1
    return seen, loose


def _fonts(reader: PdfReader, _root: Any) -> Iterator[str]:
    for number in range(1, int(reader.trailer["/Size"])):
        thing = reader.get_object(number)
        if not isinstance(thing, dict) or thing.get("/Type") != "/Font" or "/DescendantFonts" not in thing:
            if isinstance(thing, dict) and thing.get("/Subtype") in {"/Type1", "/TrueType", "/Type3"}:
                yield f"{thing.get('/BaseFont')} is no composite font"
            continue
        inner = thing["/DescendantFonts"][0].get_object()
        described = inner["/FontDescriptor"].get_object()
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(described):
            yield f"{thing['/BaseFont']} is not embedded"
        if "/ToUnicode" not in thing:
            yield f"{thing['/BaseFont']} does not say its letters"
        if inner["/Subtype"] == "/CIDFontType2" and "/CIDToGIDMap" not in inner:
            yield f"{thing['/BaseFont']} does not say its glyphs"


def _links(reader: PdfReader, root: Any) -> Iterator[str]:
    tagged = sum(str(node["/S"]) == "/Link" for node, _parents in _nodes(root))
    links = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    for link in links:
        if link.get("/Subtype") == "/Link" and not link.get("/Contents"):
            yield "a link has no words"
        if "/StructParent" not in link:
            yield "a link does not lead to its tag"
    if links and not tagged:
        yield "links are not tagged"


def _nothing_active(reader: PdfReader, root: Any) -> Iterator[str]:
    for number in range(1, int(reader.trailer["/Size"])):
        thing = reader.get_object(number)
        if isinstance(thing, dict) and {"/JS", "/JavaScript", "/Launch", "/AA"} & set(thing):
            yield "it can do something"
    if "/OpenAction" in root:
        yield "it does something when opened"
