"""Every list of the office: narrowed, sorted, with chosen columns, as a file; its address carries everything."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from openpyxl import load_workbook

from tests.build import bookings as orders
from tests.build import commons, courses, curriculum, needs
from tests.build import credentials as papers
from tests.operations.test_office_mail import mail

LISTS = {
    "statements": "/buero/bedarf/", "topics": "/buero/themen/", "modules": "/buero/curriculum/", "courses": "/buero/kurse/",
    "runs": "/buero/durchgaenge/", "bookings": "/buero/buchungen/", "credentials": "/buero/nachweise/", "mails": "/buero/post/",
    "accesses": "/buero/zugaenge/", "organisations": "/buero/organisationen/", "people": "/buero/personen/",
}  # fmt: skip
QUERIES = {
    "statements": 7, "topics": 6, "modules": 14, "courses": 7, "runs": 7, "bookings": 7, "credentials": 6, "mails": 6,
    "accesses": 9, "organisations": 6, "people": 6,
}  # fmt: skip  # session, user, role, lines of the journal, campus and the list's own


@pytest.fixture
def office(client, anna):
    client.force_login(anna)
    return client


def fill(campus, now, rows):
    """So many rows in every list, with what hangs on them."""
    run = courses.run(campus, capacity=1000)
    for n in range(rows):
        topic = needs.topic(campus, f"Thema {n}")
        needs.confirmed(campus, topic, wish=f"Wunsch {n}", email=f"hr{n}@example.org")
        module = curriculum.module(campus, topic, title=f"Modul {n}")
        courses.run(campus, courses.course(campus, title=f"Kurs {n}", modules=[module]), starts_in_days=40 + n)
        orders.booking(run, f"Person{n} Muster", kind="company", organisation_name=f"Werk {n}")
        commons.organisation(campus, f"Werk {n}")
        commons.user(campus, f"p{n}@example.org", "company")
        mail(campus, now + timedelta(minutes=n))
    papers_of(campus, rows)


def papers_of(campus, rows):
    run = papers.run(campus, capacity=100)
    for n in range(rows):
        papers.attend(papers.seat(run, f"Alex{n}"))
    from glascampus.commons.journal.rules import SYSTEM
    from glascampus.stations.credentials.actions import close_run

    close_run(run=run, by=SYSTEM, now=commons.NOW)


@pytest.mark.parametrize("rows", [1, 50])
def test_every_list_asks_the_same_number_of_questions(office, campus, now, rows):
    fill(campus, now, rows)

    for _ in range(2):  # the first time some things are looked up for good
        asked = {name: questions(office, url) for name, url in LISTS.items()}
    assert asked == QUERIES


def questions(client, url):
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200, url
    return len(found)


def test_every_list_counts_sorts_chooses_columns_and_leaves_as_a_file(office, campus, now):
    fill(campus, now, 2)

    for name, url in LISTS.items():
        page = office.get(url)
        columns = page.context["listing"].columns
        for column in columns:
            for sort in (column.key, f"-{column.key}"):
                assert office.get(url, {"sort": sort, "spalten": column.key}).status_code == 200, (name, sort)
        everything = {"spalten": [column.key for column in columns], "stand": "all"}
        table = office.get(url, {**everything, "als": "csv"})
        sheet = load_workbook(io.BytesIO(office.get(url, {**everything, "als": "xlsx"}).content)).active
        lines = table.content.decode("utf-8-sig").strip().split("\r\n")
        assert table["Content-Disposition"].startswith('attachment; filename="'), name
        assert table["Cache-Control"] == "no-store"
        assert len(lines) == sheet.max_row > 1, name
        assert len(lines[0].split(";")) == sheet.max_column == len(columns), name


def test_a_list_says_how_many_it_shows_of_how_many(office, campus):
    run = courses.run(campus, capacity=20)
    for n in range(3):
        orders.booking(run, f"Person{n} Muster", kind="company", organisation_name=f"Werk {n}")

    assert "3 Buchungen" in office.get("/buero/buchungen/").text
    assert "1 von 3 Buchungen" in office.get("/buero/buchungen/", {"q": "person1 muster"}).text
    nothing = office.get("/buero/buchungen/", {"q": "gibt es nicht"}).text
    assert "0 von 3 Buchungen" in nothing
    assert "Nehmen Sie einen Filter weg" in nothing


@pytest.mark.parametrize("query", [{}, {"q": "gibt es nicht"}])
def test_where_nothing_is_no_filter_is_blamed(office, campus, query):
    text = office.get("/buero/bedarf/", query).text

    assert "Noch hat niemand einen Bedarf gemeldet." in text
    assert "Nehmen Sie einen Filter weg" not in text
    assert "0 von 0" not in text


def test_what_one_typed_and_chose_stays_in_every_link(office, campus):
    for n in range(60):
        commons.organisation(campus, f"Werk {n:02}", kind="company")
    page = office.get(
        "/buero/organisationen/", {"q": "werk", "art": "company", "sort": "-name", "spalten": ["name", "ort"]}
    )

    assert [row.label for row in page.context["rows"]][:2] == ["Werk 59", "Werk 58"]
    assert [head.column.key for head in page.context["heads"]] == ["name", "ort"]
    for link in ("q=werk&amp;art=company&amp;sort=-name&amp;spalten=name&amp;spalten=ort&amp;als=csv", "seite=2"):
        assert link in page.text
    assert 'aria-sort="descending"' in page.text
    assert page.text.count("aria-sort") == 1


def test_a_file_holds_all_pages_and_only_what_is_shown(office, campus):
    for n in range(60):
        commons.organisation(campus, f"Werk {n:02}", town="Torgau" if n % 2 else "Riesa")

    lines = office.get("/buero/organisationen/", {"q": "torgau", "spalten": "name", "als": "csv"}).content.decode(
        "utf-8-sig"
    )
    assert lines.strip().split("\r\n") == ["Name", *(f"Werk {n:02}" for n in range(60) if n % 2)]


def test_a_formula_in_a_file_is_only_text(office, campus):
    commons.organisation(campus, "=cmd|' /C calc'!A0", slug="x")

    table = office.get("/buero/organisationen/", {"als": "csv"}).content.decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(office.get("/buero/organisationen/", {"als": "xlsx"}).content)).active
    assert "'=cmd" in table
    assert ";=cmd" not in table
    assert (sheet["A2"].data_type, sheet["A2"].value[0]) == ("s", "'")


def test_money_and_days_stay_numbers_in_a_file(office, campus):
    orders.booking(courses.run(campus, price_cents=49050))

    table = office.get("/buero/buchungen/", {"spalten": ["gebucht", "preis"], "als": "csv"}).content.decode("utf-8-sig")
    assert table == "Gebucht;Preis\r\n2027-03-01;490,5\r\n"


@pytest.mark.parametrize(
    "value", ["", "\0", "nonsense", "-", "9" * 30, "🔥", "<script>xq()</script>", "' OR 1=1 --", "a" * 5000]
)
def test_an_address_that_asks_for_nonsense_is_answered(office, campus, now, value):
    fill(campus, now, 1)
    keys = ("q", "sort", "spalten", "seite", "als", "tat", "zeile", "alle", "stand", "zustand", "wer", "art", "an", "wann", "kurs",
            "niveau", "antwort", "lehrt", "rolle", "sichtbar")  # fmt: skip

    for url in LISTS.values():
        answer = office.get(url, dict.fromkeys(keys, value))
        assert answer.status_code == 200, url
        assert "<script>xq" not in answer.text


@pytest.mark.parametrize("words", ["ÖL", "öl", "Öl", "wärme öl"])
def test_a_word_is_found_whatever_its_capitals(office, campus, words):
    commons.organisation(campus, "Öl und Wärme GmbH", slug="oel")
    commons.organisation(campus, "Glas AG")

    page = office.get("/buero/organisationen/", {"q": words})
    assert [row.label for row in page.context["rows"]] == ["Öl und Wärme GmbH"]


def test_rows_without_a_value_come_last_either_way(office, campus):
    late, early = (courses.run(campus, starts_in_days=days).code for days in (60, 30))
    open_one = courses.run(campus, days=0, state="planned").code

    codes = [[row.label.rpartition(", ")[2] for row in office.get("/buero/durchgaenge/", {"sort": sort}).context["rows"]]
             for sort in ("beginn", "-beginn")]  # fmt: skip
    assert codes == [[early, late, open_one], [late, early, open_one]]


def test_the_next_run_stands_first_and_what_is_over_last_in_the_file_too(office, campus):
    days = {"long over": -60, "just over": -10, "running": -1, "later": 60, "next": 5}
    codes = {name: courses.run(campus, starts_in_days=at, days=3).code for name, at in days.items()}
    codes["undated"] = courses.run(campus, days=0, state="planned").code
    wanted = [codes[name] for name in ("running", "next", "later", "undated", "just over", "long over")]

    page = office.get("/buero/durchgaenge/")
    assert [row.label.rpartition(", ")[2] for row in page.context["rows"]] == wanted
    assert '<option value="">Ordnung der Liste</option>' in page.text
    table = office.get("/buero/durchgaenge/", {"spalten": "kuerzel", "als": "csv"}).content.decode("utf-8-sig")
    assert table.split() == ["Kürzel", *wanted]


def test_runs_are_narrowed_by_time_course_and_state_together(office, campus):
    course = courses.course(campus)
    wanted = courses.run(campus, course, starts_in_days=30).code
    courses.run(campus, course, starts_in_days=30, state="planned")
    courses.run(campus, starts_in_days=30)

    page = office.get("/buero/durchgaenge/", {"stand": "open", "wann": "kommend", "kurs": course.slug})
    assert [row.label.rpartition(", ")[2] for row in page.context["rows"]] == [wanted]
    assert "1 von 3 Durchgängen" in page.text


def test_bookings_are_found_by_the_people_in_them(office, campus):
    run = courses.run(campus)
    orders.booking(run, "Zoë Kiesel")
    orders.booking(run, "Ada Muster")

    page = office.get("/buero/buchungen/", {"q": "kiesel zoë"})
    assert [row.label for row in page.context["rows"]] == ["Zoë Kiesel, Glas verstehen"]


def test_nobody_sees_the_lists_but_the_office_and_nothing_of_other_campuses(
    client, office, campus, other_campus, bodo, now
):
    with scope(campus=other_campus):
        fill(other_campus, now, 1)
    for url in LISTS.values():
        page = office.get(url, {"stand": "all"})
        assert len(page.context["rows"]) == (2 if "zugaenge" in url else 0), url

    client.force_login(bodo)
    for url in LISTS.values():
        assert [client.get(url, {"als": kind}).status_code for kind in ("", "csv", "xlsx")] == [403, 403, 403]


def test_who_was_forgotten_stands_in_no_list(office, campus, now):
    from glascampus.commons.people.actions import forget

    orders.booking(courses.run(campus), "Ada Muster")
    forget(email="ada.muster@example.org", now=now)

    assert office.get("/buero/personen/", {"als": "csv"}).content.decode("utf-8-sig").count("\r\n") == 1


def test_the_lists_stand_in_english_too(office, campus, now):
    fill(campus, now, 1)

    page = office.get("/en/buero/buchungen/", {"q": "nothing"}).text
    assert "0 of 2 bookings" in page


TITLES = [("Apfel", "Zebra"), ("Birne", ""), ("Zebra", "Apple")]  # in German A, B, Z; in English Apple, Birne, Zebra


def titled(campus):
    """One of everything that a list names by a title in two languages, three times."""
    for de, en in TITLES:
        topic = needs.topic(campus, de, title_en=en)
        needs.confirmed(campus, topic, wish=de)
        module = curriculum.module(campus, topic, title=de, title_en=en)
        course = courses.course(campus, title=de, title_en=en, modules=[module])
        run = courses.run(campus, course, site=commons.site(campus, de.lower(), name_de=de, name_en=en))
        orders.booking(run, f"{de} Muster")


COLUMNS_WITH_TITLES = [
    ("topics", "thema"), ("modules", "modul"), ("courses", "kurs"), ("runs", "kurs"), ("runs", "ort"),
    ("bookings", "kurs"), ("statements", "stand"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "order"), [("", ["Apfel", "Birne", "Zebra"]), ("/en", ["Apple", "Birne", "Zebra"])], ids=["de", "en"]
)
def test_a_title_sorts_as_its_reader_sees_it(office, campus, start, order):
    titled(campus)

    for name, column in COLUMNS_WITH_TITLES:
        for sort, expected in ((column, order), (f"-{column}", order[::-1])):
            asked = {"sort": sort, "spalten": column, "stand": "all"}
            rows = office.get(f"{start}{LISTS[name]}", asked).context["rows"]
            assert [str(row.cells[0][1][0].text) for row in rows] == expected, (name, sort)


def test_credentials_sort_by_the_english_title_too(office, campus):
    from glascampus.commons.journal.rules import SYSTEM
    from glascampus.stations.credentials.actions import close_run

    for de, en in TITLES:
        run = papers.run(campus, of=courses.course(campus, title=de, title_en=en))
        papers.attend(papers.seat(run, de))
        close_run(run=run, by=SYSTEM, now=commons.NOW)

    rows = office.get("/en/buero/nachweise/", {"sort": "kurs", "spalten": "kurs"}).context["rows"]
    assert [str(row.cells[0][1][0].text) for row in rows] == ["Apple", "Birne", "Zebra"]


def test_the_courses_to_choose_from_stand_in_the_order_of_the_reader(office, campus):
    titled(campus)

    page = office.get("/en/buero/durchgaenge/")
    [choices] = [one.choices for one, _chosen in page.context["fields"] if one.key == "kurs"]
    assert [str(label) for _slug, label in choices] == ["Apple", "Birne", "Zebra"]
