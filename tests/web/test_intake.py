"""Lists: looked at, taken in one deed, taken back while nothing leans on them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape
from openpyxl import Workbook

from glascampus.basics.reason import NotAllowed
from glascampus.commons.intake import actions
from glascampus.commons.intake.models import Batch
from glascampus.commons.intake.rules import MOST_ROWS, NothingToTake, TakenBack
from glascampus.commons.journal.models import Line
from glascampus.commons.organisations.actions import make_colleague
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.people.models import Person
from tests.build import commons

URL = "/buero/einlesen/"
PEOPLE = "Vorname\tNachname\tE-Mail\tLehrt\nAda\tMuster\tada@example.org\tja\nBea\t\t\t\n"


@pytest.fixture
def office(client, anna):
    client.force_login(anna)
    return client


def test_looking_changes_nothing(office):
    page = office.post(URL, {"kind": "people", "text": PEOPLE})

    assert page.status_code == 200
    assert "2 Zeilen können übernommen werden." in page.text
    assert Person.objects.count() == 0


def test_what_was_looked_at_is_taken_in_one_deed_and_taken_back(office, campus):
    answer = office.post(URL, {"kind": "people", "text": PEOPLE, "take": "1"})
    batch = Batch.objects.get()
    assert answer["Location"] == f"{URL}{batch.pk}/"
    assert [(p.given_name, p.email, p.teaches) for p in Person.objects.order_by("pk")] == [
        ("Ada", "ada@example.org", True), ("Bea", "", False)
    ]  # fmt: skip
    assert Line.objects.filter(deed="intake.taken_in").count() == 1

    office.post(answer["Location"])
    assert Person.objects.count() == 0
    assert "zurückgenommen" in office.get(answer["Location"]).text


def test_each_fault_stands_at_its_row_and_the_good_rows_go_in(office):
    text = "Vorname\tE-Mail\tLehrt\nAda\tkeine\t\n\tbea@example.org\t\nCem\tcem@example.org\tvielleicht\nDea\tdea@example.org\tnein\nDea\tdea@example.org\t"
    page = office.post(URL, {"kind": "people", "text": text}).text

    for sentence in ("Die E-Mail-Adresse stimmt nicht.", "Vorname: Hier fehlt etwas.", "Hier bitte ja oder nein", "Steht schon weiter oben", "1 Zeile kann"):  # fmt: skip
        assert sentence in page
    office.post(URL, {"kind": "people", "text": text, "take": "1"})
    assert [p.given_name for p in Person.objects.all()] == ["Dea"]


def test_what_is_known_stays_out(office, campus):
    commons.organisation(campus, "Glaswerk Nord GmbH")

    page = office.post(URL, {"kind": "organisations", "text": "glaswerk nord gmbh\nGlaswerk Süd"}).text
    assert "gibt es schon" in page
    office.post(URL, {"kind": "organisations", "text": "glaswerk nord gmbh\nGlaswerk Süd", "take": "1"})
    assert sorted(o.name for o in Organisation.objects.all()) == ["Glaswerk Nord GmbH", "Glaswerk Süd"]


def test_the_sums_add_up_to_the_rows(office, campus):
    commons.person(campus, "Ada", "Muster", email="ada@example.org")
    text = "Vorname\tNachname\tE-Mail\tLehrt\nAda\tMuster\tada@example.org\tvielleicht\nBea\t\t\t\n"

    page = office.post(URL, {"kind": "people", "text": text}).text

    assert "1 Zeile kann übernommen werden." in page
    assert "1 hat einen Fehler" in page
    assert "gibt es schon" not in page


def test_two_names_with_one_slug_get_two(office, campus):
    office.post(URL, {"kind": "organisations", "text": "Glas & Co\nGlas Co\nGlas-Co.", "take": "1"})

    assert sorted(o.slug for o in Organisation.objects.all()) == ["glas-co", "glas-co-2", "glas-co-3"]


def test_what_something_leans_on_stays(campus, anna, bodo, now):
    batch = actions.take_in(campus=campus, kind="organisations", rows=[["Werk Nord"], ["Werk Süd"]], by=anna, now=now)
    make_colleague(organisation=Organisation.objects.get(name="Werk Nord"), user=bodo, by=anna, now=now)

    assert actions.take_back(batch=batch, by=anna, now=now) == 1
    assert [o.name for o in Organisation.objects.all()] == ["Werk Nord"]
    with pytest.raises(TakenBack):
        actions.take_back(batch=batch, by=anna, now=now)


def test_an_excel_file_is_read(office):
    book, out = Workbook(), io.BytesIO()
    book.active.append(["Firma", "Ort"])
    book.active.append(["=HYPERLINK(1)", "Torgau"])
    book.active.append(["Glaswerk", "Torgau"])
    book.save(out)
    page = office.post(URL, {"kind": "organisations", "file": SimpleUploadedFile("liste.xlsx", out.getvalue())})

    assert page.status_code == 200
    assert "1 Zeile kann" in page.text
    assert "Name: Hier fehlt etwas." in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Bitte"), ({"kind": "nichts", "text": "x"}, "Bitte"), ({"kind": "people"}, "Bitte wählen Sie eine Datei"),
        ({"kind": "people", "text": "x" * 2000}, "mehr als 1000 Zeichen"), ({"kind": "people", "text": "\0"}, ""),
        ({"kind": "people", "text": "a\n" * (MOST_ROWS + 1)}, "Teilen Sie sie"), ({"kind": "people", "text": "\t\n"}, "Bitte"),
        ({"kind": "people", "text": "ohne@\nx", "take": "1"}, None),
    ],
    ids=["nothing", "kind", "no list", "long cell", "nul", "rows", "blanks", "taken"],
)  # fmt: skip
def test_bad_input_is_a_sentence(office, typed, sentence):
    answer = office.post(URL, typed)

    assert answer.status_code in ({302} if sentence is None else {422})
    if sentence:
        assert sentence in answer.text


@pytest.mark.parametrize(
    ("payload", "never"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)"),
        ('"><img src=x onerror=alert(1)>', "<img src=x"),
        ("{{ 12345*7 }}", "86415"),  # so long that no form token has it by chance
    ],
)
def test_what_a_list_says_is_shown_as_text(office, payload, never):
    page = office.post(URL, {"kind": "organisations", "text": f'"{payload.replace(chr(34), chr(34) * 2)}"'}).text

    assert escape(payload) in page
    assert never not in page


def test_only_the_office_takes_lists_in(campus, carla, now):
    with pytest.raises(NotAllowed):
        actions.take_in(campus=campus, kind="people", rows=[["Ada"]], by=carla, now=now)


def test_a_list_without_a_good_row_is_refused(campus, anna, now):
    with pytest.raises(NothingToTake):
        actions.take_in(campus=campus, kind="people", rows=[["Vorname"], ["", "x"]], by=anna, now=now)
    assert Batch.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 50])
def test_the_page_of_lists_asks_the_same_number_of_queries(
    office, campus, anna, now, rows, django_assert_max_num_queries
):
    for n in range(rows):
        actions.take_in(campus=campus, kind="people", rows=[[f"Ada {n}"]], by=anna, now=now)
    with django_assert_max_num_queries(7):
        office.get(URL)
