"""The files of a campus: every fault is named by file and line, and what was loaded is what stands in the files."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from glascampus.commons.campuses.models import Campus
from glascampus.web.loader.checker import check
from glascampus.web.loader.faults import ModelHasFaults
from glascampus.web.loader.lines import lines_of
from glascampus.web.loader.load import load_model
from glascampus.web.loader.shapes.fields import Field
from glascampus.web.loader.shapes.needs import EVIDENCE

FOLDER = Path(__file__).parents[2] / "campuses" / "glascampus-torgau"
KEY = "glascampus-torgau"
NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the campus to plant faults in."""
    copy = tmp_path / KEY
    shutil.copytree(FOLDER, copy)
    return copy


def plant(folder: Path, name: str, old: str, new: str) -> int:
    """Replace the first ``old``; returns the line where it stood."""
    file = folder / f"{name}.toml"
    before, found, after = file.read_text().partition(old)
    assert found
    file.write_text(before + new + after)
    return before.count("\n") + 1


def said(folder: Path) -> list[str]:
    return [str(fault) for fault in check(folder)[1]]


def test_the_shipped_campus_has_no_fault():
    assert said(FOLDER) == []


PLANTED = {
    "an unknown site": ("runs", 'site = "weisswasser"', 'site = "nowhere"', 'site "nowhere" is in no file'),
    "an unknown topic": ("curriculum", 'topic = "qualitaet"', 'topic = "qualitat"', 'topic "qualitat" is in no file'),
    "an unknown lecturer": ("runs", '"lehrkraft-g"', '"lehrkraft-z"', 'lecturer "lehrkraft-z" is in no file'),
    "an empty translation": ("needs", 'title_en = "Knowing glass as a material"', 'title_en = ""', "title_en is empty"),
    "a number in quotes": ("runs", "capacity = 16", 'capacity = "16"', "capacity must be a whole number"),
    "true as a number": ("runs", "minimum = 8", "minimum = true", "minimum must be a whole number"),
    "a day the calendar lacks": (
        "campus",
        'date = "2018-11-28"',
        'date = "2018-11-31"',
        "date is not a day of the calendar",
    ),
    "a date by hand": (
        "needs",
        'on = "2020-03"',
        'on = "March 2020"',
        "on must be a date like 2019, 2019-07 or 2019-07-05",
    ),
    "a time that is none": ("runs", 'start = "08:00"', 'start = "8 Uhr"', "start must be a time like 08:00"),
    "an unknown field": ("sites", "seats = 16", "chairs = 16", "room has no field chairs"),
    "an unknown word": (
        "organisations",
        'kind = "university"',
        'kind = "uni"',
        "kind must be one of company, university",
    ),
    "a price that is too much": (
        "runs",
        "price_cents = 9000",
        "price_cents = 90000000",
        "price_cents must be between 0 and 10000000",
    ),
    "an address that is none": (
        "campus",
        'url = "https://glascampus.de"',
        'url = "glascampus.de"',
        "url must be an address",
    ),
    "the same key twice": (
        "sites",
        'key = "bsz-torgau-2"',
        'key = "bsz-torgau-1"',
        'room "bsz-torgau-1" is there twice',
    ),
    "a run with too many people": (
        "runs",
        "booked = 14",
        "booked = 99",
        "booked, provisional and offered are 99, capacity is 16",
    ),
    "a session that ends before it starts": ("runs", 'end = "15:30"', 'end = "07:30"', "ends before it starts"),
    "attendance where nobody came": (
        "runs",
        "booked = 18\n",
        "booked = 18\nattended = 3\n",
        "passed, attended and booked",
    ),
    "a decision after booking closed": (
        "runs",
        "decide_in_days = 2",
        "decide_in_days = 10",
        "go or no-go is said only after booking closed",
    ),
    "an example that claims a source": (
        "lecturers",
        "example = true",
        'example = true\nsource = "https://example.org"',
        "lecturer has no field source",
    ),
    "a fact without a source": (
        "organisations",
        'sources = ["https://kai',
        'example_fields = ["https://kai',
        "organisation has no field example_fields",
    ),
    "real news without its day": (
        "editorial",
        'kind = "news"\ndate = "2018-11-28"',
        'kind = "news"\ndate = "2018-11"',
        "news needs date, a whole day",
    ),
    "a picture that is not there": (
        "editorial",
        'file = "glasscheiben.png"',
        'file = "nichts.png"',
        "picture nichts.png is not in the folder pictures",
    ),
    "a picture from elsewhere": (
        "editorial",
        'file = "glasscheiben.png"',
        'file = "../x.png"',
        "file must be the name of a picture",
    ),
    "TOML that is none": ("courses", 'key = "gc-03"', "key = gc-03", "no TOML: Invalid value"),
    "a field twice": (
        "courses",
        'slug = "was-kann-glas"',
        'slug = "was-kann-glas"\nslug = "x"',
        "no TOML: Cannot overwrite a value",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_named_by_file_and_line(folder, name):
    file, old, new, sentence = PLANTED[name]
    line = plant(folder, file, old, new) + new.count("\n")
    if name == "attendance where nobody came":
        line, sentence = line - 1, "attended stands on runs that are over or done and only there"

    assert any(one.startswith(f"{file}.toml:{line}: {sentence}") for one in said(folder)), (line, said(folder))


def test_a_missing_language_is_named_on_the_table_that_lacks_it(folder):
    line = plant(folder, "needs", 'title_en = "Knowing glass as a material"\n', "")

    assert said(folder) == [f"needs.toml:{line - 3}: title_en is missing"]


def test_a_fact_without_a_source_is_a_fault(folder):
    line = plant(folder, "needs", 'source_title = "MDR Sachsen"\n', "")
    plant(
        folder,
        "needs",
        'source_url = "https://www.mdr.de/sachsen/leipzig/delitzsch-eilenburg-torgau/geld-glascampus-torgau-foerderung-100.html"\n',
        "",
    )

    assert said(folder) == [f"needs.toml:{line - 5}: a fact needs its source, an invented entry says example = true"]


def test_a_cycle_of_prerequisites_is_a_fault_on_each_of_its_modules(folder):
    line = plant(folder, "curriculum", "prerequisites = []", 'prerequisites = ["was-ist-glas"]')

    assert said(folder) == [f'curriculum.toml:{line}: module "was-ist-glas" needs itself, over was-ist-glas']


def test_a_missing_file_a_strange_file_and_broken_bytes_are_named(folder):
    (folder / "campus.toml").unlink()
    (folder / "notes.toml").write_text("x = 1")
    (folder / "sites.toml").write_bytes(b"# one\nkey = '\xff'")

    assert {
        "campus.toml:1: this file is missing",
        "notes.toml:1: no file of a campus has this name",
        "sites.toml:2: this is not UTF-8",
    } <= set(said(folder))


def test_a_table_where_tables_belong_is_a_fault(folder):
    (folder / "sites.toml").write_text('[site]\nkey = "a"\n')

    assert "sites.toml:1: site must be tables: [[site]]" in said(folder)


def test_lines_are_found_behind_texts_and_lists_over_several_lines():
    text = 'a = """\n[[b]]\nc = 1"""\nlist = [\n  1, # x = 2\n]\n[[b]]\nc = 1\n[[b.d]]\ne = 1\n[[b]]\n[[b.d]]\n[[b.d]]\ne = 2\n'
    lines = lines_of(text)

    assert lines["list",] == 4
    assert lines["b", 0, "c"] == 8
    assert lines["b", 1, "d", 1, "e"] == 14


@pytest.mark.django_db
def test_nothing_is_loaded_from_files_with_a_fault(folder):
    plant(folder, "runs", 'site = "weisswasser"', 'site = "nowhere"')

    with pytest.raises(ModelHasFaults, match=r"runs\.toml:\d+: site .nowhere. is in no file"):
        load_model(KEY, now=NOW, folder=folder)
    assert not Campus.objects.exists()


@pytest.mark.django_db
def test_what_a_station_refuses_is_named_by_its_line_and_leaves_nothing(folder, monkeypatch):
    monkeypatch.setitem(EVIDENCE.fields, "on", Field(lambda _: None, needed=False))
    line = plant(folder, "needs", 'on = "2020-03"', 'on = "früher"')

    with pytest.raises(ModelHasFaults, match=rf"needs\.toml:{line - 4}: was refused: no_such_day"):
        load_model(KEY, now=NOW, folder=folder)
    assert not Campus.objects.exists()


@pytest.mark.django_db
def test_an_unknown_campus_and_a_second_loading_are_refused_in_a_sentence():
    with pytest.raises(ValueError, match="There is no campus nowhere; there are glascampus-torgau"):
        load_model("nowhere", now=NOW)
    Campus.objects.create(key=KEY, name_de="Schon da", made_at=NOW)
    with pytest.raises(ValueError, match="is loaded already"):
        load_model(KEY, now=NOW)
