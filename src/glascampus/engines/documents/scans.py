"""Signed lists that come back as photos or scans: read the QR codes, and keep nothing of the file but its picture.

Whatever is uploaded is taken for hostile: only the picture survives, decoded within limits and encoded anew, so that no
metadata, no script and no second file hidden behind the picture is ever stored.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image
    from pypdf import PdfReader

MOST_BYTES = 10_000_000  # of all files of one upload together
MOST_PAGES = 20
MOST_OBJECTS, DEEPEST = 20_000, 8  # of a PDF
MOST_PIXELS = 50_000_000  # of one picture; a phone's photo has 12 to 50 million
MOST_SIDE = 12_000
KEPT_SIDE = 2400  # A4 at about 200 dots per inch: signatures stay readable
LOOKED_SIDE = 4000  # codes are looked for in at most this size
QUALITY = 75
HIDDEN = (b"%PDF-", b"<html", b"<script", b"<svg", b"<!doctype", b"<?php")
ACTIVE = ("/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/EmbeddedFiles", "/RichMedia", "/XFA", "/SubmitForm")
JPEG, PNG, PDF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"


class ScanRefused(ValueError):
    """A file that is not taken; ``code`` says why."""

    def __init__(self, code: str, **numbers: int) -> None:
        super().__init__(code)
        self.code, self.numbers = code, numbers


@dataclass(frozen=True, slots=True)
class Scanned:
    """All pages as one fresh PDF of grey pictures, and what the QR codes on them say, each text once."""

    body: bytes
    pages: int
    codes: tuple[str, ...]


def read_scan(files: Sequence[bytes]) -> Scanned:
    """Photos (JPEG, PNG) and scanned PDF files, in order.

    Raises:
        ScanRefused: nothing was sent, too many bytes or pages, or one of the files is not what it should be.

    Cost: about 0.4 s for a photo of 12 million pixels; memory for one picture at a time and the kept pages.
    """
    if not any(files):
        raise ScanRefused("scan_empty")
    if sum(map(len, files)) > MOST_BYTES:
        raise ScanRefused("scan_too_big", most=MOST_BYTES // 1_000_000)
    kept: list[Image.Image] = []
    codes: dict[str, None] = {}
    for file in files:
        for picture in _guarded(file):
            if len(kept) == MOST_PAGES:
                raise ScanRefused("scan_too_many_pages", most=MOST_PAGES)
            codes |= dict.fromkeys(_codes(picture))
            picture.thumbnail((KEPT_SIDE, KEPT_SIDE))
            kept.append(picture)
    return Scanned(_bound(kept), len(kept), tuple(codes))


def _guarded(file: bytes) -> Iterator[Image.Image]:
    """The pictures of a file; whatever a decoder stumbles over is a refusal, never an error of ours."""
    try:
        yield from _pictures(file)
    except ScanRefused:
        raise
    except (Exception, RecursionError) as error:  # decoders raise whatever they like on hostile input
        raise ScanRefused("scan_broken") from error


def _pictures(file: bytes) -> Iterator[Image.Image]:
    """What a file is follows from its first bytes; its name and what the browser says of it are not asked."""
    if file.startswith(PDF):
        yield from _of_pdf(file)
    elif file.startswith((JPEG, PNG)):
        yield _picture(file)
    else:
        raise ScanRefused("scan_no_picture")


def hides_something(file: bytes) -> bool:
    """Another kind of file within the first or behind the last bytes of a picture (a ZIP has its directory at the end)."""
    start = file[:4096].lower()
    return any(mark.lower() in start for mark in HIDDEN) or b"PK\x05\x06" in file[-70_000:]


def _picture(file: bytes) -> Image.Image:
    """One photo, upright and grey."""
    if hides_something(file):
        raise ScanRefused("scan_not_only_picture")
    return _grey(upright(file))


def upright(file: bytes) -> Image.Image:
    """One photo, decoded and turned upright; its size is looked at before a single pixel is decoded.

    Raises:
        ScanRefused: it is too large. A decoder raises whatever it likes on anything else that is wrong.
    """
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        opened = Image.open(io.BytesIO(file), formats=["JPEG", "PNG"])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ScanRefused("scan_too_large", most=MOST_SIDE) from error
    with opened:
        _must_be_of_size(*opened.size)
        opened.load()
        return ImageOps.exif_transpose(opened)


def _must_be_of_size(width: int, height: int) -> None:
    if not (0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE and width * height <= MOST_PIXELS):
        raise ScanRefused("scan_too_large", most=MOST_SIDE)


def _grey(picture: Image.Image) -> Image.Image:
    return bare(picture, "L")


def bare(picture: Image.Image, mode: str) -> Image.Image:
    """The pixels alone on white paper, grey (``L``) or in colour (``RGB``); nothing else of the picture comes along."""
    from PIL import Image

    if picture.has_transparency_data:
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture.convert("RGBA"))
    return Image.frombytes(mode, picture.size, picture.convert(mode).tobytes())


def _of_pdf(file: bytes) -> Iterator[Image.Image]:
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
    _must_be_of_size(int(image["/Width"]), int(image["/Height"]))
    filters = image.get("/Filter")
    if filters in ("/DCTDecode", ["/DCTDecode"]):
        picture = _grey(upright(image._data))  # noqa: SLF001  the bytes as they stand in the file
    else:
        decoded = image.decode_as_image()
        _must_be_of_size(*decoded.size)
        picture = _grey(decoded)
    return picture.rotate(-turned % 360, expand=True) if turned % 90 == 0 and turned % 360 else picture


def _codes(picture: Image.Image) -> list[str]:
    """What the QR codes on a picture say; a smaller copy often reads better than a noisy photo."""
    import zxingcpp

    for side in (LOOKED_SIDE, LOOKED_SIDE // 2, LOOKED_SIDE // 4):
        looked = picture.copy()
        looked.thumbnail((side, side))
        found = zxingcpp.read_barcodes(looked, formats=zxingcpp.BarcodeFormat.QRCode)  # type: ignore[arg-type]  # one format or several
        if found:
            return [code.text for code in found]
    return []


def _bound(pages: list[Image.Image]) -> bytes:
    """The pictures as one PDF, written by ourselves: a page each, nothing else in it; the same pictures give the same bytes."""
    out = io.BytesIO()
    pages[0].save(
        out, format="PDF", save_all=True, append_images=pages[1:], quality=QUALITY, resolution=200,
        creationDate=time.gmtime(0), modDate=time.gmtime(0),
    )  # fmt: skip
    return out.getvalue()
