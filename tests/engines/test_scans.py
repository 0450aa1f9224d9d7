"""Whatever is uploaded is taken for hostile: only pictures survive, decoded within limits and encoded anew."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from typing import Any

import pytest
import segno
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject, TextStringObject

from glascampus.engines.documents import ScanRefused, read_scan
from glascampus.engines.documents import scans as limits

SAYS = "https://campus.example/buero/listen/gc-1/?campus=torgau"


def picture(says: str = SAYS, size: tuple[int, int] = (900, 640)) -> Image.Image:
    """A white sheet with a code in its corner."""
    code = io.BytesIO()
    segno.make_qr(says, error="m").save(code, kind="png", scale=4, border=4)
    sheet = Image.new("RGB", size, "white")
    with Image.open(code) as read:
        sheet.paste(read.convert("RGB"), (size[0] - read.width - 20, 20))
    return sheet


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def png(width: int, height: int, rows: bytes) -> bytes:
    """A PNG that claims a size and brings these rows of single bits."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def pdf_with(change: Any) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(saved(picture(), "PDF"))))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def script() -> DictionaryObject:
    return DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("alert(1)")}
    )


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("a", b"0" * 5_000_000)
    return out.getvalue()


def claimed(width: int, height: int) -> bytes:
    """A PDF whose picture claims a size and is a few bytes of nothing."""

    def enlarge(writer: PdfWriter) -> None:
        image = StreamObject()
        image._data = zlib.compress(b"\0" * 1000)
        image.update({
            NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(width), NameObject("/Height"): NumberObject(height),
            NameObject("/BitsPerComponent"): NumberObject(8), NameObject("/ColorSpace"): NameObject("/DeviceGray"),
            NameObject("/Filter"): NameObject("/FlateDecode"),
        })  # fmt: skip
        things = DictionaryObject({NameObject("/X"): writer._add_object(image)})
        writer.pages[0][NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): things})

    return pdf_with(enlarge)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "PDF"])
def test_photos_and_scans_are_read(kind: str) -> None:
    scanned = read_scan([saved(picture(), kind)])
    assert (scanned.pages, scanned.codes) == (1, (SAYS,))


def test_several_pages_come_from_one_pdf_and_from_several_photos() -> None:
    other = picture("https://campus.example/x/")
    in_one = read_scan([saved(picture(), "PDF", save_all=True, append_images=[other])])
    in_two = read_scan([saved(picture(), "JPEG"), saved(other, "PNG")])
    for scanned in (in_one, in_two):
        assert (scanned.pages, scanned.codes) == (2, (SAYS, "https://campus.example/x/"))


def test_only_grey_pictures_are_kept_and_nothing_that_came_along() -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x8825] = "Geheimes Werk", {1: "N"}
    photo = saved(picture(), "JPEG", exif=exif, comment=b"Geheimes Werk")
    assert b"Geheimes Werk" in photo

    kept = read_scan([photo + b"GEHEIM am Ende"]).body

    page = PdfReader(io.BytesIO(kept)).pages[0]
    assert b"Geheim" not in kept
    assert b"GEHEIM" not in kept
    assert [image.image.mode for image in page.images if image.image] == ["L"]
    assert set(PdfReader(io.BytesIO(kept)).trailer["/Root"]) <= {"/Type", "/Pages"}


def test_a_photo_taken_sideways_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees
    box = PdfReader(io.BytesIO(read_scan([saved(picture(), "JPEG", exif=exif)]).body)).pages[0].mediabox
    assert box.height > box.width


def test_the_same_photo_gives_the_same_bytes_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    photo = saved(picture(), "JPEG")
    first = read_scan([photo]).body
    real = time.gmtime
    monkeypatch.setattr(time, "gmtime", lambda seconds=None: real(1_900_000_000 if seconds is None else seconds))
    assert read_scan([photo]).body == first


def test_a_huge_photo_is_kept_small() -> None:
    body = read_scan([saved(picture(size=(6000, 4000)), "JPEG", quality=30)]).body
    image = PdfReader(io.BytesIO(body)).pages[0].images[0].image
    assert image
    assert max(image.size) == limits.KEPT_SIDE


HOSTILE = {
    "nothing": (b"", "scan_empty"),
    "HTML named .jpg": (b"<html><script>alert(1)</script>", "scan_no_picture"),
    "SVG": (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "scan_no_picture"),
    "GIF": (b"GIF89a" + b"\0" * 40, "scan_no_picture"),
    "zip bomb": (zipped(), "scan_no_picture"),
    "picture and zip": (saved(picture(), "JPEG") + zipped(), "scan_not_only_picture"),
    "picture and script": (saved(picture(), "JPEG", comment=b"<script>alert(1)</script>"), "scan_not_only_picture"),
    "picture and PDF": (saved(picture(), "JPEG", comment=b"%PDF-1.7 1 0 obj"), "scan_not_only_picture"),
    "truncated JPEG": (saved(picture(), "JPEG")[:3000], "scan_broken"),
    "truncated PNG": (saved(picture(), "PNG")[:900], "scan_broken"),
    "nothing behind the first bytes": (b"\xff\xd8\xff", "scan_broken"),
    "50,000 x 50,000": (png(50_000, 50_000, b"\0" * 100_000), "scan_too_large"),
    "12,001 wide": (png(12_001, 10, b"\0" * 15_100), "scan_too_large"),
    "a lie about its size": (png(9000, 5000, b"\0" * 10), "scan_broken"),
    "encrypted PDF": (pdf_with(lambda writer: writer.encrypt("x")), "scan_encrypted"),
    "PDF that acts when opened": (
        pdf_with(lambda writer: writer._root_object.update({NameObject("/OpenAction"): script()})), "scan_active"),
    "PDF with a script somewhere": (pdf_with(lambda writer: writer._add_object(script())), "scan_active"),
    "PDF with a script deep inside": (
        pdf_with(lambda writer: writer.pages[0].update(
            {NameObject("/Annots"): ArrayObject([DictionaryObject({NameObject("/A"): script()})])})), "scan_active"),
    "PDF with a file in it": (pdf_with(lambda writer: writer.add_attachment("a.exe", b"MZ")), "scan_active"),
    "PDF whose picture is too large": (claimed(50_000, 50_000), "scan_too_large"),
    "PDF whose picture is a lie": (claimed(5000, 5000), "scan_broken"),
    "PDF without a picture": (pdf_with(lambda writer: writer.pages[0].pop("/Resources")), "scan_without_picture"),
    "PDF with too many pages": (
        pdf_with(lambda writer: [writer.add_blank_page(100, 100) for _ in range(20)]), "scan_too_many_pages"),
    "truncated PDF": (saved(picture(), "PDF")[:800], "scan_broken"),
    "PDF of junk": (b"%PDF-1.7\n" + b"junk " * 3000, "scan_broken"),
    "too many bytes": (b"\xff\xd8\xff" + b"0" * 10_000_000, "scan_too_big"),
}  # fmt: skip


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_file_is_refused_with_its_reason(name: str) -> None:
    file, code = HOSTILE[name]
    with pytest.raises(ScanRefused) as refused:
        read_scan([file])
    assert refused.value.code == code


def test_too_many_photos_and_too_many_bytes_together_are_refused() -> None:
    small = saved(Image.new("L", (20, 20), "white"), "PNG")
    with pytest.raises(ScanRefused) as refused:
        read_scan([small] * 21)
    assert refused.value.code == "scan_too_many_pages"
    with pytest.raises(ScanRefused) as refused:
        read_scan([b"\xff\xd8\xff" + b"0" * 4_000_000] * 3)
    assert refused.value.code == "scan_too_big"


@pytest.mark.parametrize("seed", range(30))
def test_a_file_with_some_bytes_changed_is_read_or_refused_and_never_breaks(seed: int) -> None:
    import random

    chance = random.Random(seed)
    file = bytearray(saved(picture(size=(420, 300)), ["JPEG", "PNG", "PDF"][seed % 3]))
    for _ in range(1 + seed):
        file[chance.randrange(len(file))] = chance.randrange(256)
    told = "read"
    try:
        read_scan([bytes(file)])
    except ScanRefused as refused:
        told = refused.code
    assert told == "read" or told.startswith("scan_")
