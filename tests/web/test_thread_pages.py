"""Pages of the thread say what hangs before and behind; the wall shows it in the foyer; /stil/ is for those who write pages."""

from __future__ import annotations

import re

import pytest
from django.db import OperationalError
from django.urls import reverse

from glascampus.web.pages import errors
from tests.build import bookings, courses, credentials, needs

STRIP = re.compile(r'<ol class="strip">(.*?)</ol>', re.DOTALL)
STEP = re.compile(r'<li><(a|span)(?: href="([^"]*)")?( aria-current="step")?>(.*?)</\1></li>')
FULL = re.compile(r'<span class="full">(.*?)</span><span class="short">.*?</span>')


def steps(client, path):
    """The strip of a page as (text, address, here)."""
    page = client.get(path).content.decode()
    return [(FULL.sub(r"\1", text), url, bool(here)) for _, url, here, text in STEP.findall(STRIP.search(page)[1])]


def test_main_pages_stand_on_the_thread_of_all_stations(client, campus):
    for path, name in [("/bedarf/", "Bedarf"), ("/curriculum/", "Curriculum"), ("/kurse/", "Kurse"), ("/termine/", "Termine"),
                       ("/nachweis/", "Nachweise"), ("/wirkung/", "Wirkung")]:  # fmt: skip
        found = steps(client, path)

        assert [text for text, _, here in found if here] == [name]
        assert len(found) == 6
        assert all(client.get(url).status_code == 200 for _, url, here in found if not here)


def test_a_booking_hangs_between_its_course_and_its_paper(client, campus):
    run = courses.run(campus)
    token = bookings.booking(run).code

    before_booking = steps(client, reverse("bookings:book", args=[run.code]))

    assert [text for text, *_ in before_booking] == [
        "Warum es diesen Kurs gibt", "Glas verstehen", "Ihre Buchung", "Nachweis", "Was es gebracht hat"
    ]  # fmt: skip
    assert before_booking[1][1] == f"/kurse/{run.course.slug}/#{run.code}"
    assert token


def test_the_pages_of_a_run_lead_to_one_another(client, campus, anna):
    client.force_login(anna)
    run = credentials.run(campus)
    pages = ["courses:office_run", "bookings:office_run", "credentials:office_run", "credentials:papers"]

    for at, page in enumerate(pages):
        found = steps(client, reverse(page, args=[run.code]))

        assert [here for *_, here in found] == [n == at + 1 for n in range(5)]
        assert {url for _, url, here in found[1:] if not here} == {
            reverse(p, args=[run.code]) for p in pages if p != page
        }


def test_the_wall_asks_for_itself_again_until_it_is_stopped(client, campus):
    assert client.get("/wirkung/leinwand/")["Refresh"] == "60"
    assert "Refresh" not in client.get("/wirkung/leinwand/?halt=1")


def test_the_wall_shows_nobody_more_than_a_stranger_sees(client, campus, anna):
    credentials.credential(campus)
    needs.firms(campus, needs.topic(campus), 2)
    stranger = client.get("/wirkung/leinwand/?halt=1").content

    client.force_login(anna)

    assert client.get("/wirkung/leinwand/?halt=1").content == stranger


@pytest.mark.parametrize(("colour", "named"), [("dunkel", "night"), ("hell", "day"), ("<b>", "")])
def test_the_wall_takes_the_scheme_it_is_told(client, campus, colour, named):
    page = client.get("/wirkung/leinwand/", {"farbe": colour}).content.decode()

    assert f'<body class="wall {named}">' in page


def test_components_are_shown_to_the_office_and_in_the_demo_only(client, campus, anna, bodo):
    assert client.get("/stil/").status_code == 404
    client.force_login(bodo)
    assert client.get("/stil/").status_code == 404
    client.force_login(anna)
    assert client.get("/stil/").status_code == 200

    client.logout()
    campus.is_demo = True
    campus.save()

    assert client.get("/en/stil/").status_code == 200


@pytest.mark.parametrize(("method", "again"), [("get", True), ("post", False)])
def test_who_only_reads_comes_back_by_itself_when_the_database_is_away(rf, monkeypatch, method, again):
    monkeypatch.setattr(errors.sys, "exc_info", lambda: (None, OperationalError(), None))

    answer = errors.broken(getattr(rf, method)("/wirkung/leinwand/"))

    assert answer.status_code == 503
    assert ("Refresh" in answer) is again


def test_what_is_too_large_is_said_in_words(client, campus, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10

    answer = client.post("/bedarf/melden/", {"wish": "x" * 100})

    assert answer.status_code == 413
    assert "Das war zu groß für uns." in answer.content.decode()
