"""The paper to forward: one page, tagged, and plain about what it is not."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from glascampus.engines.documents import PackSession, QuoteData, quote
from tests.engines.pdf_checker import alternatives_of, faults_of, roles_of, text_of

BERLIN = ZoneInfo("Europe/Berlin")
URL = "https://campus.example/kurse/termin/gc-02-2027-05/buchen/?leute=6"


def session(n: int = 0) -> PackSession:
    at = datetime(2027, 5, 4 + n, 8, 0, tzinfo=BERLIN)
    return PackSession(starts_at=at, ends_at=at.replace(hour=15, minute=30))


QUOTE = QuoteData(
    language="de",
    campus_name="GlasCampus Torgau",
    course_title="Von der Schmelze zum Produkt",
    place="BSZ Torgau, Repitzer Weg 10, 04860 Torgau",
    sessions=tuple(session(n) for n in range(4)),
    people=6,
    price="490,00 €",
    total="2.940,00 €",
    tax="umsatzsteuerfrei nach § 4 Nr. 21 UStG",
    start="ab 6 Zusagen",
    closes_on=date(2027, 4, 20),
    cancelling=("bis 14 Tage vor Beginn: nichts", "danach: 50 Prozent des Preises"),
    book_url=URL,
    made_on=date(2027, 3, 1),
    for_whom="Beispielwerk Süd, Schicht B",
    contact="buero@campus.example",
)
LONG = replace(
    QUOTE, course_title="W" * 140, for_whom="Ä" * 120, place="B" * 200, sessions=tuple(session(n) for n in range(20)),
    cancelling=("eine Staffel mit vielen Worten " * 6,) * 8, contact="c" * 250,
)  # fmt: skip


@pytest.mark.parametrize("data", [QUOTE, LONG, replace(QUOTE, language="en", example=True), replace(QUOTE, for_whom="", contact="", sessions=())],
                         ids=["six people", "as long as it gets", "English", "as little as possible"])  # fmt: skip
def test_it_is_one_page_without_a_fault(data: QuoteData) -> None:
    pdf = quote(data)

    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert faults_of(pdf) == []


def test_it_says_what_is_asked_before_somebody_signs() -> None:
    text = text_of(quote(QUOTE))

    for part in ("Kostenübersicht", "Für Beispielwerk Süd, Schicht B", "490,00 €", "2.940,00 €", "umsatzsteuerfrei", "Dienstag, 4. Mai 2027",
                 "08:00 bis 15:30 Uhr", "bis 14 Tage vor Beginn: nichts", "kein bindendes Angebot", "hält keine Plätze frei",
                 "Stand vom 1. März 2027", "bis 20. April 2027", URL.split("?", maxsplit=1)[0]):  # fmt: skip
        assert part in text, part


def test_it_speaks_english_and_names_its_picture() -> None:
    pdf = quote(replace(QUOTE, language="en"))

    assert "neither a contract nor a binding offer" in text_of(pdf)
    assert PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"] == "en"
    assert alternatives_of(pdf) == ["QR code with the address of the booking page"]
    assert roles_of(pdf).count("H1") == 1


def test_the_same_data_gives_the_same_bytes() -> None:
    assert quote(QUOTE) == quote(QUOTE)
