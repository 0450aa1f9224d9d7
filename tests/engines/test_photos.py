"""A photo for a public page keeps its pixels and loses everything else; what is no photo is refused with a reason."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image
from PIL.ExifTags import Base

from glascampus.engines import photos
from glascampus.engines.photos import PhotoRefused, read_photo
from tests.build.editorial import jpeg


def png(**how) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (300, 300), (255, 0, 0, 0)).save(out, "PNG", **how)
    return out.getvalue()


def with_zip(picture: bytes) -> bytes:
    out = io.BytesIO(picture)
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("xq.exe", "MZ")
    return out.getvalue()


HOSTILE = {
    "nothing": (b"", "photo_empty"),
    "a page": (b"<html><script>xq()</script>", "photo_no_picture"),
    "a drawing that runs": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="xq()"/>', "photo_no_picture"),
    "a GIF": (b"GIF89a" + b"\0" * 50, "photo_no_picture"),
    "half a photo": (jpeg()[:400], "photo_broken"),
    "only its beginning": (b"\xff\xd8\xff\xe0", "photo_broken"),
    "a photo with an archive behind it": (with_zip(jpeg()), "photo_not_only_picture"),
    "a photo with a script in it": (jpeg(comment=b"<script>xq()</script>"), "photo_not_only_picture"),
    "a stamp": (jpeg((150, 150)), "photo_too_small"),
    "a wall": (jpeg((12_500, 200)), "photo_too_large"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(name):
    file, code = HOSTILE[name]

    with pytest.raises(PhotoRefused) as refused:
        read_photo(file)
    assert refused.value.code == code


def test_more_bytes_than_a_page_needs_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr(photos, "MOST_BYTES", 1_000)

    with pytest.raises(PhotoRefused, match="photo_too_big"):
        read_photo(jpeg())


def test_place_camera_and_thumbnail_are_gone_and_the_photo_stands_upright():
    exif = Image.Exif()
    exif[Base.Orientation], exif[Base.Make], exif[Base.GPSInfo] = 6, "Kamera Xq", {1: "N"}

    kept = read_photo(jpeg((640, 480), exif=exif.tobytes()))

    assert b"Xq" not in kept.body
    with Image.open(io.BytesIO(kept.body)) as again:
        assert (again.format, again.size, dict(again.getexif())) == ("JPEG", (480, 640), {})
    assert (kept.width, kept.height) == (480, 640)


def test_a_large_photo_is_made_smaller_and_what_shines_through_becomes_white():
    assert max(read_photo(jpeg((4000, 3000))).width, 0) == photos.KEPT_SIDE

    with Image.open(io.BytesIO(read_photo(png()).body)) as kept:
        assert min(kept.getpixel((10, 10))) > 250
