"""Signed lists that come back as photos or scans: read the QR codes, and keep nothing of the file but its picture.

Whatever is uploaded is taken for hostile: only the picture survives, decoded within limits and encoded anew, so that no
metadata, no script and no second file hidden behind the picture is ever stored.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glascampus.engines.documents.scans.pdf import MOST_PAGES, PDF, pictures_in
from glascampus.engines.documents.scans.pictures import JPEG, PNG, ScanRefused, photo

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 10_000_000  # of all files of one upload together
KEPT_SIDE = 2400  # A4 at about 200 dots per inch: signatures stay readable
LOOKED_SIDE = 4000  # codes are looked for in at most this size
QUALITY = 75


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
        yield from pictures_in(file)
    elif file.startswith((JPEG, PNG)):
        yield photo(file)
    else:
        raise ScanRefused("scan_no_picture")


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
