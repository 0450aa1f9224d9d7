"""One picture that nobody trusts: its size is looked at before its pixels, and only the pixels are kept."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 50_000_000  # of one picture; a phone's photo has 12 to 50 million
MOST_SIDE = 12_000
HIDDEN = (b"%PDF-", b"<html", b"<script", b"<svg", b"<!doctype", b"<?php")
JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"


class ScanRefused(ValueError):
    """A file that is not taken; ``code`` says why."""

    def __init__(self, code: str, **numbers: int) -> None:
        super().__init__(code)
        self.code, self.numbers = code, numbers


def photo(file: bytes) -> Image.Image:
    """One photo, upright and grey."""
    if hides_something(file):
        raise ScanRefused("scan_not_only_picture")
    return grey(upright(file))


def hides_something(file: bytes) -> bool:
    """Another kind of file within the first or behind the last bytes of a picture (a ZIP has its directory at the end)."""
    start = file[:4096].lower()
    return any(mark.lower() in start for mark in HIDDEN) or b"PK\x05\x06" in file[-70_000:]


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
        must_be_of_size(*opened.size)
        opened.load()
        return ImageOps.exif_transpose(opened)


def must_be_of_size(width: int, height: int) -> None:
    """At most what a decoder may be asked for.

    Raises:
        ScanRefused: it is empty or larger.
    """
    if not (0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE and width * height <= MOST_PIXELS):
        raise ScanRefused("scan_too_large", most=MOST_SIDE)


def grey(picture: Image.Image) -> Image.Image:
    """As a scan is kept."""
    return bare(picture, "L")


def bare(picture: Image.Image, mode: str) -> Image.Image:
    """The pixels alone on white paper, grey (``L``) or in colour (``RGB``); nothing else of the picture comes along."""
    from PIL import Image

    if picture.has_transparency_data:
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture.convert("RGBA"))
    return Image.frombytes(mode, picture.size, picture.convert(mode).tobytes())
