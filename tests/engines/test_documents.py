"""The paper says what it must, is tagged, and its QR code leads to the check page."""

from __future__ import annotations

import builtins
import io
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from pypdf import PdfReader

from glascampus.engines.documents import CertificateData, DocumentsMissing, certificate, unprintable
from glascampus.engines.documents.press import BORROWED
from tests.conftest import need
from tests.engines.pdf_checker import faults_of

PAPER = CertificateData(
    kind="certificate",
    language="de",
    campus_name="GlasCampus Torgau",
    person_name="Amélie Österreicher-Nguyễn",
    course_title="Von der Schmelze zum Produkt",
    first_on=date(2027, 2, 2),
    last_on=date(2027, 3, 3),
    attended_minutes=1830,
    planned_minutes=1920,
    outcomes=("den Weg vom Gemenge bis zur Kühlung erklären", "fünf häufige Fehler am Band erkennen"),
    issuer="GlasCampus Torgau",
    place="Torgau",
    issued_on=date(2027, 3, 4),
    code="GC-7K2M-Q9",
    check_url="https://campus.example/nachweis/6f1c0a52-6a0e-4d2e-9a42-2f0b9d6f1f11/",
    assessment="schriftliche Prüfung, bestanden",
)
ATTENDED = replace(PAPER, kind="participation", assessment="")


def pages(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    return " ".join(pages(pdf).pages[0].extract_text().replace("\u200b", "").split())


def test_a_german_certificate_says_who_what_when_how_long_and_how_assessed() -> None:
    text = words(certificate(PAPER))

    for part in (
        "Zertifikat",
        "Amélie Österreicher-Nguyễn",
        "hat mit Erfolg abgeschlossen",
        "Von der Schmelze zum Produkt",
        "2. Februar 2027 bis 3. März 2027",
        "30,5 von 32 Stunden besucht",
        "schriftliche Prüfung, bestanden",
        "fünf häufige Fehler am Band erkennen",
        "Torgau, 4. März 2027",
        "GC-7K2M-Q9",
        PAPER.check_url,
    ):
        assert part in text


def test_an_english_confirmation_names_no_assessment() -> None:
    text = words(certificate(replace(ATTENDED, language="en", assessment="never printed")))

    assert "Confirmation of participation" in text
    assert "30.5 of 32 hours attended" in text
    assert "2 February 2027 to 3 March 2027" in text
    assert "never printed" not in text


def test_it_is_tagged_and_claims_both_standards() -> None:
    pdf = certificate(ATTENDED)
    root = pages(pdf).trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode()

    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  a PDF boolean, not Python's
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "de"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert pages(pdf).metadata["/Title"] == "Teilnahmebescheinigung: Von der Schmelze zum Produkt"  # type: ignore[index]
    for claim in ("<pdfaid:part>3<", "<pdfaid:conformance>B<", "<pdfuaid:part>1<"):
        assert claim in xmp


def test_the_picture_has_words_for_those_who_cannot_see_it() -> None:
    tree = pages(certificate(PAPER)).trailer["/Root"]["/StructTreeRoot"]
    roles, alternatives = _walk(tree)

    assert roles.count("/H1") == 1
    assert "/L" in roles
    assert alternatives == ["QR-Code mit der Adresse der Prüfseite dieses Nachweises"]


def test_another_reader_finds_tags_fonts_and_words_in_reading_order(tmp_path: Path) -> None:
    """Poppler reads the structure by its own code: what a screen reader gets, in the order in which it gets it."""
    (tmp_path / "paper.pdf").write_bytes(certificate(PAPER))
    tool = need("poppler-utils", "pdfinfo")

    def told(*words: str) -> str:
        done = subprocess.run([*words, "paper.pdf"], cwd=tmp_path, check=True, capture_output=True)
        return done.stdout.decode(errors="replace")  # alternative words come as UTF-16

    facts = dict(line.split(":", 1) for line in told(tool).splitlines())
    read = re.findall(r'^ +"(.*)"$', told(tool, "-struct-text"), re.MULTILINE)
    fonts = [line.split()[-5] for line in told(need("poppler-utils", "pdffonts")).splitlines()[2:]]

    assert [facts[name].strip() for name in ("Tagged", "JavaScript", "Encrypted")] == ["yes", "no", "no"]
    assert read[:4] == ["GlasCampus Torgau", "Zertifikat", PAPER.person_name, "hat mit Erfolg abgeschlossen"]
    assert [read.index(words) for words in PAPER.outcomes] == sorted(read.index(words) for words in PAPER.outcomes)
    assert read.index("Umfang") + 1 == read.index("30,5 von 32 Stunden besucht")
    assert set(fonts) == {"yes"}  # every font lies in the file


def _walk(node: object) -> tuple[list[str], list[str]]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        parts = [_walk(child) for child in node]
        return [r for roles, _ in parts for r in roles], [a for _, alts in parts for a in alts]
    if not isinstance(node, dict):
        return [], []
    roles, alternatives = _walk(node.get("/K", []))
    own = [str(node["/S"])] if "/S" in node else []
    return own + roles, ([str(node["/Alt"])] if own == ["/Figure"] else []) + alternatives


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm is missing: apt install poppler-utils")
def test_the_qr_code_on_the_rendered_page_is_the_address(tmp_path: Path) -> None:
    from zxingcpp import read_barcodes

    (tmp_path / "paper.pdf").write_bytes(certificate(PAPER))
    subprocess.run(
        ["pdftoppm", "-r", "120", "-gray", "-singlefile", "paper.pdf", "paper"],
        cwd=tmp_path,
        check=True,
    )

    assert [found.text for found in read_barcodes(_gray(tmp_path / "paper.pgm"))] == [PAPER.check_url]


def _gray(picture: Path) -> memoryview:
    """A PGM file (magic, width, height, depth, bytes) as rows of gray values."""
    _, width, height, _, pixels = picture.read_bytes().split(maxsplit=4)
    size = int(width) * int(height)
    return memoryview(pixels[-size:].rjust(size, b"\xff")).cast("B", (int(height), int(width)))


def test_the_same_data_gives_the_same_bytes() -> None:
    assert certificate(PAPER) == certificate(PAPER)


@pytest.mark.parametrize(
    "name",
    [
        "#panic()",
        '"; #read("/etc/passwd") //',
        "\\ $x$ _a_ *b* @c <d> [e]",
        "שלום محمد",
        "😀",
        "W" * 80,
        "a\0b\u202ec",
        "",
    ],
)
def test_a_hostile_name_is_only_a_name_and_the_paper_stays_one_page(name: str) -> None:
    pdf = certificate(replace(ATTENDED, person_name=name, course_title=name or "x", outcomes=(name,) * 3))

    assert len(pages(pdf).pages) == 1
    if name.isascii() and name.isprintable():
        assert name.replace(" ", "") in words(pdf).replace(" ", "")


def test_many_long_outcomes_still_fit_one_page() -> None:
    pdf = certificate(
        replace(PAPER, outcomes=("eine Sache erklären und an einem Beispiel aus dem eigenen Betrieb zeigen " * 2,) * 20)
    )

    assert len(pages(pdf).pages) == 1


def test_letters_the_font_lacks_are_named() -> None:
    assert unprintable("Nguyễn Ωδή Жук") == ""
    assert unprintable("שלום محمد Հայ ქართ") == ""
    assert unprintable("a李😀") == "李😀"


def test_every_letter_that_is_said_to_be_printable_is_printed() -> None:
    letters = tuple("".join(map(chr, range(first, last + 1))) for first, last in BORROWED)

    pdf = certificate(replace(ATTENDED, outcomes=letters))

    assert "□" not in words(pdf)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", ["certificate", "participation"])
def test_an_independent_look_finds_no_fault_in_a_paper(
    kind: Literal["certificate", "participation"], language: Literal["de", "en"]
) -> None:
    plain = replace(PAPER, kind=kind, language=language, person_name="محمد <O'Neill> & Ö")
    assert faults_of(certificate(plain)) == []


def test_a_certificate_without_assessment_is_refused() -> None:
    with pytest.raises(ValueError, match="assessed"):
        certificate(replace(PAPER, assessment=""))


def test_without_typst_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    real_import = builtins.__import__

    def without_typst(name: str, *rest: object) -> object:
        if name == "typst":
            raise ImportError(name)
        return real_import(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without_typst)
    with pytest.raises(DocumentsMissing, match=r"requirements/base\.lock"):
        certificate(PAPER)
