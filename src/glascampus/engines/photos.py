"""Photos for public pages: whatever is uploaded is taken for hostile; only its pixels survive, in a size a page needs, encoded anew.

No place, no camera, no thumbnail with what was cut away, no second file behind the picture is ever stored or sent to a reader.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glascampus.engines.documents.scans.pictures import JPEG, PNG, ScanRefused, bare, hides_something, upright

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 10_000_000
KEPT_SIDE = 1280
LEAST_SIDE = 200
QUALITY = 80


class PhotoRefused(ValueError):
    """A file that is not taken; ``code`` says why."""

    def __init__(self, code: str, **numbers: int) -> None:
        super().__init__(code)
        self.code, self.numbers = code, numbers


@dataclass(frozen=True, slots=True)
class Photo:
    """A JPEG as it may be shown."""

    body: bytes
    width: int
    height: int


def read_photo(file: bytes) -> Photo:
    """One JPEG or PNG, upright, at most 1280 pixels a side, without anything but its pixels.

    Raises:
        PhotoRefused: nothing was sent, too many bytes, too large or too small, no photo, broken, or something hides in it.

    Cost: about 0.3 s for a photo of 12 million pixels.
    """
    if not file:
        raise PhotoRefused("photo_empty")
    if len(file) > MOST_BYTES:
        raise PhotoRefused("photo_too_big", most=MOST_BYTES // 1_000_000)
    if not file.startswith((JPEG, PNG)):
        raise PhotoRefused("photo_no_picture")
    if hides_something(file):
        raise PhotoRefused("photo_not_only_picture")
    picture = _opened(file)
    if min(picture.size) < LEAST_SIDE:
        raise PhotoRefused("photo_too_small", least=LEAST_SIDE)
    picture.thumbnail((KEPT_SIDE, KEPT_SIDE))
    return _encoded(picture)


def _opened(file: bytes) -> Image.Image:
    """Whatever a decoder stumbles over is a refusal, never an error of ours."""
    try:
        return bare(upright(file), "RGB")
    except ScanRefused as refused:
        raise PhotoRefused("photo_too_large", **refused.numbers) from refused
    except (Exception, RecursionError) as error:  # decoders raise whatever they like on hostile input
        raise PhotoRefused("photo_broken") from error


def _encoded(picture: Image.Image) -> Photo:
    out = io.BytesIO()
    picture.save(out, format="JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Photo(out.getvalue(), *picture.size)
