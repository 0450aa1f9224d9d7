"""The papers of a run: everything is on them, nothing falls off the page, and the list's code is read from a poor photo."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageFilter
from pypdf import PdfReader

from glascampus.engines.documents import PackData, PackSession, paper_pack, read_scan
from tests.conftest import need
from tests.engines.pdf_checker import alternatives_of, faults_of, roles_of, text_of

BERLIN = ZoneInfo("Europe/Berlin")
LONG = "Von der Schmelze zum Produkt: Fehler erkennen, Ursachen verstehen und gemeinsam abstellen – ein Kurs für alle Schichten und beide Linien dort"


def session(n: int = 0, room: str = "Raum 1.05") -> PackSession:
    at = datetime(2027, 3, 1 + n, 9, 0, tzinfo=BERLIN)
    return PackSession(starts_at=at, ends_at=at.replace(hour=17), room=room)


PACK = PackData(
    language="de",
    campus_name="GlasCampus Torgau",
    course_title="Glas verstehen",
    run_code="gc-05-2027-03",
    place="BSZ Torgau",
    address="Repitzer Weg 10, 04860 Torgau",
    sessions=(session(0), session(1)),
    people=("Ada Muster", "محمد الأحمد", "משה לוי"),
    list_url="https://campus.example/buero/listen/gc-05-2027-03/?campus=glascampus-torgau",
    course_url="https://campus.example/kurse/glas-verstehen/",
    made_on=date(2027, 2, 20),
    why=("Glasfehler erkennen: 6 Betriebe, 4 Gespräche",),
    outcomes=("Blasen und Steinchen unterscheiden",),
    bring="Etwas zu schreiben.\nFeste Schuhe.",
    way="Vom Bahnhof zehn Minuten zu Fuß.",
    step_free=True,
    contact="buero@campus.example",
)
SIXTY = (*(f"Person{n} Muster" for n in range(57)), "A", "W" * 80 + " " + "i" * 80, "محمد الأحمد")
MANY = replace(
    PACK, people=SIXTY, course_title=LONG, sessions=tuple(session(n) for n in range(10)), place="B" * 120,
    why=("etwas ganz genau wissen " * 12,) * 9, outcomes=("eine Sache im eigenen Betrieb zeigen " * 5,) * 9,
    bring="abc def " * 70, way="abc def " * 70,
)  # fmt: skip
ENDLESS = replace(
    PACK, people=("W" * 80, "ÄÖ" * 40 + " " + "Q" * 80), course_title="W" * 140, language="en",
    sessions=tuple(session(n, f"Raum {n} " + "w" * 60) for n in range(20)),
)  # fmt: skip
NOBODY = replace(PACK, people=(), sessions=(), why=(), outcomes=(), bring="", way="", address="", contact="")


def pages_of(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    ("data", "pages"),
    [(PACK, 1 + 1 + 1 + 1), (NOBODY, 4), (MANY, 5 * 2 + 1 + 8 + 1), (ENDLESS, 4 + 1 + 1 + 1)],
    ids=["three people", "nobody", "sixty people", "letters without end"],
)
def test_every_part_stays_on_its_pages_and_has_no_fault(data: PackData, pages: int) -> None:
    pdf = paper_pack(data)

    assert pages_of(pdf) == pages
    assert faults_of(pdf) == []


def test_the_papers_say_what_one_needs() -> None:
    text = text_of(paper_pack(PACK))

    for part in (
        "Anwesenheitsliste", "Ada Muster", "Mo 1. März 2027", "09:00 bis 17:00 Uhr", "Blatt 1 von 1", "Heute hier",
        "Raum 1.05", "Montag, 1. März 2027, 09:00 bis 17:00 Uhr", "Namensschilder", "Warum es diesen Kurs gibt",
        "Glasfehler erkennen: 6 Betriebe, 4 Gespräche", "Was Sie danach können", "Was Sie mitbringen", "Feste Schuhe.",
        "So kommen Sie hin", "Repitzer Weg 10, 04860 Torgau", "ohne Stufen", "https://campus.example/kurse/glas-verstehen/",
    ):  # fmt: skip
        assert part in text


@pytest.mark.parametrize("way", ["", "Den Link schicken wir am Vortag."])
def test_nobody_is_shown_the_way_to_a_course_online(way: str) -> None:
    sessions = tuple(replace(session(n, "Videoraum"), online=True) for n in range(2))
    pdf = paper_pack(replace(PACK, place="Online, live, Online", address="Online", sessions=sessions, way=way))

    text = text_of(pdf)
    assert faults_of(pdf) == []
    for wrong in ("ohne Stufen", "Videoraum", "Online, live"):
        assert wrong not in text
    assert ("So kommen Sie hin" in text, way in text) == (bool(way), True)


def test_the_papers_speak_english_too() -> None:
    pdf = paper_pack(replace(PACK, language="en"))
    text = text_of(pdf)

    for part in ("Attendance list", "Mon 1 Mar 2027", "Sheet 1 of 1", "Here today", "Name badges", "How to get there"):
        assert part in text
    assert PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"] == "en"
    assert alternatives_of(pdf) == [
        "QR code of this run, so that the signed list finds its run",
        "QR code with the address of the course page",
    ]


def test_the_tags_name_headings_tables_and_lists() -> None:
    roles = roles_of(paper_pack(PACK))
    counted = {role: roles.count(role) for role in ("H1", "Table", "TH", "TR", "Figure", "Link")}
    assert counted == {"H1": 4, "Table": 1, "TH": 4, "TR": 13, "Figure": 2, "Link": 1}


def test_every_one_of_sixty_stands_on_a_list_and_on_a_badge() -> None:
    text = text_of(paper_pack(replace(PACK, people=tuple(f"Vorname{n:02} Muster" for n in range(60)))))
    assert [text.count(f"Vorname{n:02} Muster") for n in range(60)] == [2] * 60


def test_markup_in_a_name_is_only_a_name() -> None:
    text = text_of(paper_pack(replace(PACK, people=('#panic() "; $x$ *b* <script>',), bring="#read('x')\n= 1+1")))
    assert '#panic() "; $x$ *b* <script>' in text
    assert "#read('x')" in text


def test_the_same_data_gives_the_same_bytes() -> None:
    assert paper_pack(PACK) == paper_pack(PACK)


@pytest.mark.parametrize("data", [PACK, MANY, ENDLESS], ids=["three people", "sixty people", "letters without end"])
def test_no_ink_comes_near_the_edge_of_the_paper(data: PackData, tmp_path: Path) -> None:
    (tmp_path / "pack.pdf").write_bytes(paper_pack(data))
    subprocess.run([need("pdftoppm"), "-r", "30", "-gray", "pack.pdf", "page"], cwd=tmp_path, check=True)

    for file in sorted(tmp_path.glob("*.pgm")):
        with Image.open(file) as page:
            left, top, right, bottom = page.point(lambda v: 255 if v < 200 else 0).getbbox() or (99, 99, 0, 0)
            assert min(left, top, page.width - right, page.height - bottom) >= 9, file.name  # 9 dots are 7.6 mm


@pytest.mark.parametrize(("turned", "blur", "width"), [(0, 0, 2300), (4, 2, 2300), (173, 1, 2300), (90, 0, 1200)])
def test_the_code_of_the_list_is_read_from_a_poor_photo(tmp_path: Path, turned: int, blur: int, width: int) -> None:
    """The sheet lies askew on a dark table, the picture is soft and strongly compressed."""
    (tmp_path / "pack.pdf").write_bytes(paper_pack(PACK))
    subprocess.run(
        [need("pdftoppm"), "-r", "200", "-l", "1", "-singlefile", "pack.pdf", "page"], cwd=tmp_path, check=True
    )
    with Image.open(tmp_path / "page.ppm") as page:
        sheet = page.resize((width, width * page.height // page.width))
    photo = Image.new("RGB", (3600, 3000), (70, 60, 50))
    photo.paste(sheet.rotate(turned, expand=True, fillcolor=(70, 60, 50)), (300, 200))
    out = io.BytesIO()
    photo.filter(ImageFilter.GaussianBlur(blur)).save(out, "JPEG", quality=35)

    scanned = read_scan([out.getvalue()])

    assert scanned.codes == (PACK.list_url,)
