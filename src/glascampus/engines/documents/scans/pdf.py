"""Scans that come as a PDF: the largest picture of each page, and nothing that can do something."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from glascampus.engines.documents.scans.pictures import ScanRefused, grey, must_be_of_size, upright

if TYPE_CHECKING:
    from PIL import Image
    from pypdf import PdfReader

MOST_PAGES = 20
MOST_OBJECTS, DEEPEST = 20_000, 8  # of a PDF
ACTIVE = ("/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/EmbeddedFiles", "/RichMedia", "/XFA", "/SubmitForm")
PDF = b"%PDF-"


def pictures_in(file: bytes) -> Iterator[Image.Image]:
    """The largest picture of each page; nothing else of a PDF is looked at, and one that can do something is refused."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(file), strict=False)
    if reader.is_encrypted:
        raise ScanRefused("scan_encrypted")
    if _can_do_something(reader):
        raise ScanRefused("scan_active")
    if len(reader.pages) > MOST_PAGES:
        raise ScanRefused("scan_too_many_pages", most=MOST_PAGES)
    found = False
    for page in reader.pages:
        if (image := _largest(page)) is not None:
            found = True
            yield _of_stream(image, int(page.get("/Rotate", 0)))
    if not found:
        raise ScanRefused("scan_without_picture")


def _can_do_something(reader: PdfReader) -> bool:
    """Scripts, actions, embedded files or forms anywhere in the file."""
    from pypdf.generic import IndirectObject

    known = {(number, gen) for gen, there in reader.xref.items() for number in there}
    known |= {(number, 0) for number in reader.xref_objStm}
    if len(known) > MOST_OBJECTS:
        raise ScanRefused("scan_broken")
    return any(_acts(reader.get_object(IndirectObject(number, gen, reader))) for number, gen in sorted(known))


def _acts(thing: Any, depth: int = 0) -> bool:
    """Whether a dictionary, or one within it, asks a reader to do something."""
    if isinstance(thing, dict):
        if any(key in ACTIVE for key in thing) or str(thing.get("/S")) in ACTIVE:
            return True
        thing = list(thing.values())
    return depth < DEEPEST and isinstance(thing, list) and any(_acts(part, depth + 1) for part in thing)


def _largest(page: Any) -> Any:
    """The page's picture with the most pixels, not yet decoded."""
    resources = page.get("/Resources")
    things = resources.get_object().get("/XObject") if resources is not None else None
    images = [thing.get_object() for thing in things.get_object().values()] if things is not None else []
    images = [image for image in images if image.get("/Subtype") == "/Image"]
    return max(images, key=lambda image: int(image["/Width"]) * int(image["/Height"]), default=None)


def _of_stream(image: Any, turned: int) -> Image.Image:
    """A picture out of a PDF: a JPEG as it is, everything else through pypdf, after a look at the size it claims."""
    must_be_of_size(int(image["/Width"]), int(image["/Height"]))
    filters = image.get("/Filter")
    if filters in ("/DCTDecode", ["/DCTDecode"]):
        picture = grey(upright(image._data))  # noqa: SLF001  the bytes as they stand in the file
    else:
        decoded = image.decode_as_image()
        must_be_of_size(*decoded.size)
        picture = grey(decoded)
    return picture.rotate(-turned % 360, expand=True) if turned % 90 == 0 and turned % 360 else picture
