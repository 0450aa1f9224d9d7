"""Money, days and hours as the language of the page writes them; the thread line; where menus lead."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from glascampus.stations.impact.words import quarter
from glascampus.web import thread_line
from glascampus.web.menus import OFFICE, PUBLIC, entries
from glascampus.web.pictures import bar_of, percent, rungs_of
from glascampus.web.templatetags import addresses, amounts, lists, menus, moments

MONDAY = date(2027, 1, 11)


@pytest.mark.parametrize(
    ("written", "german", "english"),
    [
        (lambda: amounts.euro(49000), "490,00 €", "€490.00"),
        (lambda: amounts.euro(None), "", ""),
        (lambda: amounts.number(1240.5), "1.240,5", "1,240.5"),
        (lambda: amounts.percent(63), "63 %", "63%"),
        (lambda: amounts.percent(None), "", ""),
        (lambda: quarter((2027, 1)), "1/2027", "Q1 2027"),
        (lambda: moments.day(MONDAY), "Mo 11. Jan. 2027", "Mon 11 Jan 2027"),
        (lambda: moments.day_short(MONDAY), "11. Jan.", "11 Jan"),
        (lambda: moments.day_long(MONDAY), "Montag, 11. Januar 2027", "Monday 11 January 2027"),
        (lambda: moments.day(datetime(2027, 1, 10, 23, 30, tzinfo=UTC)), "Mo 11. Jan. 2027", "Mon 11 Jan 2027"),
        (lambda: moments.clock(datetime(2027, 7, 1, 6, tzinfo=UTC)), "08:00 Uhr", "08:00"),
        (lambda: moments.clock_span(datetime(2027, 7, 1, 6, tzinfo=UTC), datetime(2027, 7, 1, 13, 30, tzinfo=UTC)), "08:00 bis 15:30 Uhr", "08:00 to 15:30"),
        (lambda: moments.clock_span(time(22), time(6)), "22:00 bis 06:00 Uhr", "22:00 to 06:00"),
        (lambda: moments.period(MONDAY, date(2027, 1, 12)), "11. bis 12. Jan. 2027", "11 to 12 Jan 2027"),
        (lambda: moments.period(date(2027, 3, 30), date(2027, 4, 2)), "30. März bis 2. Apr. 2027", "30 Mar to 2 Apr 2027"),
        (lambda: moments.period(date(2026, 12, 30), MONDAY), "30. Dez. 2026 bis 11. Jan. 2027", "30 Dec 2026 to 11 Jan 2027"),
        (lambda: moments.period(MONDAY, MONDAY), "Mo 11. Jan. 2027", "Mon 11 Jan 2027"),
        (lambda: amounts.hours(480), "8 Stunden", "8 hours"),
        (lambda: amounts.hours(60), "1 Stunde", "1 hour"),
        (lambda: amounts.hours(90), "1,5 Stunden", "1.5 hours"),
        (lambda: amounts.hours(45), "45 Minuten", "45 minutes"),
    ],
)  # fmt: skip
def test_each_language_writes_it_its_own_way(written, german, english):
    with override("de"):
        assert written().replace("\xa0", " ") == german
    with override("en"):
        assert written() == english


def test_the_thread_glows_at_the_last_station_reached():
    stations = thread_line.thread({"need": thread_line.Figure(27, "Themen", "/bedarf/")}, reached="course")

    assert [s.key for s in stations] == list(thread_line.NAMES)
    assert [s.key for s in stations if s.glow] == ["course"]
    assert [s.key for s in stations if s.ahead] == ["booking", "credential", "impact"]
    assert (stations[0].figure, stations[0].text, stations[0].url) == ("27", "Themen", "/bedarf/")


def test_the_thread_knows_only_its_six_stations():
    with pytest.raises(ValueError, match="wing"):
        thread_line.thread({"wing": thread_line.Figure(1)})


def test_the_strip_says_before_here_and_behind():
    steps = thread_line.strip([("2 Bedarfe", "/bedarf/")], "Dieser Kurs", [("Zertifikat", "")])

    assert [(s.text, s.url, s.here) for s in steps] == [
        ("2 Bedarfe", "/bedarf/", False), ("Dieser Kurs", "", True), ("Zertifikat", "", False),
    ]  # fmt: skip


def test_a_long_step_has_a_short_word_for_a_phone():
    [before, here, _behind] = thread_line.strip(
        [("Glas und Gemenge verstehen", "/x/", "Modul")], "Ein langer Titel", [("Nachweis", "")], short="Kurs"
    )

    assert (before.text, before.short, here.short) == ("Glas und Gemenge verstehen", "Modul", "Kurs")
    page = render_to_string("web/_strip.html", {"steps": [before, here]})
    assert (
        '<a href="/x/"><span class="full">Glas und Gemenge verstehen</span><span class="short">Modul</span></a>' in page
    )
    assert (
        '<span aria-current="step"><span class="full">Ein langer Titel</span><span class="short">Kurs</span></span>'
        in page
    )


def test_a_page_about_a_thing_lights_the_station_of_the_thing(anna):
    request = RequestFactory().get("/buero/einlesen/")
    page = {"request": request, "roles": {"office"}}

    def here(**more):
        return [entry.url for entry in menus.menu(Context({**page, **more})) if entry.here]

    assert here() == ["/buero/ueber-uns/"]
    assert here(belongs_to="/buero/durchgaenge/gc-1/") == ["/buero/durchgaenge/"]


def test_a_bar_is_as_long_as_what_is_there_or_needed():
    bar = bar_of(firm=5, reserved=2, need=6)

    assert (bar.firm, bar.reserved, bar.need) == ("71.4%", "100.0%", "85.7%")
    assert bar_of(firm=0, reserved=0, need=0).firm == "0.0%"


def test_a_hidden_rung_has_no_width():
    shown, hidden = rungs_of([("genannt", 8, "8"), ("gebucht", None, "<3", True)])

    assert (shown.width, shown.firm, hidden.width, hidden.shown, hidden.firm) == ("100.0%", False, "", "<3", True)


@pytest.mark.parametrize(("part", "whole", "length"), [(1, 0, "0.0%"), (-1, 4, "0.0%"), (9, 4, "100.0%")])
def test_a_length_never_leaves_its_picture(part, whole, length):
    assert percent(part, whole) == length


def test_a_picture_speaks_the_language_of_the_page():
    page = Template("{% bar firm=5 reserved=2 need=6 until=day %}")

    with override("de"):
        assert "5 fest, 2 vorgemerkt, 6 nötig bis 11. Jan." in page.render(Context({"day": MONDAY}))
    with override("en"):
        assert "5 firm, 2 reserved, 6 needed by 11 Jan" in page.render(Context({"day": MONDAY}))


def test_a_cell_stands_beside_its_heading():
    cells = lists.cells(["7 von 12", ("Was kann Glas?", "/x/"), ("offen", "", "warn")], ["Plätze", "Kurs", "Stand"])

    assert [(c.heading, c.text, c.url, c.tone) for c in cells] == [
        ("Plätze", "7 von 12", "", ""), ("Kurs", "Was kann Glas?", "/x/", ""), ("Stand", "offen", "", "warn"),
    ]  # fmt: skip


def test_nothing_leads_to_a_page_that_is_not_built():
    assert addresses.route("web:no_such_page") == ""
    assert entries([("web:no_such_page", "Nirgends"), *PUBLIC[:0]], "/") == []


@pytest.mark.parametrize(("path", "here"), [
    ("/buero/", ["Heute"]), ("/buero/regeln/neu/", ["Texte und Regeln"]), ("/buero/stornokosten/", ["Texte und Regeln"]),
    ("/buero/fakten/7/", ["Über uns"]), ("/buero/standorte/neu/", ["Über uns"]), ("/buero/mailtexte/", ["Post"]),
    ("/buero/durchgaenge/gc-1/", ["Durchgänge"]), ("/buero/schluessel/", []),
])  # fmt: skip
def test_the_menu_says_where_one_is(path, here):
    with override("de"):
        assert [entry.label for entry in entries(OFFICE, path) if entry.here] == here


def test_a_page_without_a_twin_offers_no_other_language():
    request = RequestFactory().get("/nowhere/at/all/")

    assert addresses.other_language_url(Context({"request": request})) == ""
