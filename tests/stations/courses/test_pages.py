"""Courses in the browser and for machines."""

import json
import re
from datetime import datetime

import icalendar
import pytest
from django.urls import reverse
from django.utils import translation
from django_scopes import scope

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.stations.courses import actions
from glascampus.stations.courses.models import Course, History, Run
from tests.build import commons, courses, curriculum, needs

NASTY = ["", "x" * 10_000, "🎉", "<script>alert(1)</script>", "a\0b", "=1+1"]


@pytest.fixture(autouse=True)
def _clock_and_language(settle_clock):
    with translation.override("de"):
        yield


@pytest.fixture
def office(client, anna):
    client.force_login(anna)
    return client


def text(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_catalogue_shows_courses_with_dates_and_seats(client, campus):
    run = courses.run(campus, courses.course(campus, title="Glas verstehen"), capacity=6)
    actions.take_seats(run_id=run.pk, number=5)
    courses.run(campus, state="planned")
    page = text(client, reverse("web:catalogue"))
    assert f'id="{run.code}"' in page
    assert "noch 1 Platz" in page
    assert "Zurzeit ohne Termin" in page
    assert reverse("bookings:book", args=[run.code]) in page
    actions.take_seats(run_id=run.pk, number=1)
    assert "Warteliste" in text(client, reverse("web:catalogue"))


def test_filters_are_links_that_combine(client, campus):
    online = courses.course(campus, title="Abends online", level="advanced")
    courses.run(campus, online, mode="live", starts_in_days=40)
    courses.run(campus, courses.course(campus, title="Am Ofen"), bed=True)
    page = text(client, reverse("web:catalogue"), form="live")
    assert "Abends online" in page
    assert "Am Ofen" not in page
    assert "?stufe=advanced&amp;form=live" in page
    assert "Filter aufheben" in page
    assert "Am Ofen" in text(client, reverse("web:catalogue"), bett="1")
    assert "Am Ofen" not in text(client, reverse("web:catalogue"), bett="1", stufe="advanced")
    assert "Abends online" in text(client, reverse("web:catalogue"), monat="2027-04")
    assert "<mark>Abends</mark> online" in text(client, reverse("web:catalogue"), q="ABENDS")
    assert "noch keinen Kurs" in text(client, reverse("web:catalogue"), q="Nirgends")


def test_the_next_date_comes_first(client, campus):
    for title, days in (("Später", 50), ("Früher", 20)):
        courses.run(campus, courses.course(campus, title=title), starts_in_days=days)
    courses.course(campus, title="Irgendwann")
    page = text(client, reverse("web:catalogue"))
    assert page.index("Früher") < page.index("Später") < page.index("Irgendwann")


@pytest.mark.parametrize("nasty", [*NASTY, "-1", "99999999999999999999", "2027-02"])
def test_no_query_breaks_a_list(client, campus, nasty):
    courses.run(campus)
    query = dict.fromkeys(["q", "stufe", "form", "sprache", "monat", "stufenlos", "bett", "frei", "seite"], nasty)
    for name in ("catalogue", "dates"):
        assert client.get(reverse(f"web:{name}"), query).status_code == 200


@pytest.mark.parametrize("rows", [1, 50])
def test_the_catalogue_asks_the_same_however_long(client, campus, django_assert_num_queries, rows):
    module, site = curriculum.module(campus), commons.site(campus)
    for _ in range(rows):
        courses.run(campus, courses.course(campus, modules=[module]), site=site)
    with django_assert_num_queries(6):
        client.get(reverse("web:catalogue"))
    with django_assert_num_queries(3):
        client.get(reverse("web:dates"))
    with django_assert_num_queries(3):
        client.get(reverse("web:catalogue_json"))
    with django_assert_num_queries(2):
        client.get(reverse("web:catalogue_ics"))


@pytest.mark.parametrize("rows", [1, 20])
def test_a_course_asks_the_same_however_much_hangs_on_it(client, campus, django_assert_num_queries, rows):
    modules = [curriculum.module(campus, needs.topic(campus, f"Thema {n}")) for n in range(rows)]
    course = courses.course(campus, modules=modules)
    for n in range(rows):
        teacher = commons.person(campus, email=f"t{n}@example.org", teaches=True)
        courses.run(campus, course, days=2, starts_in_days=20 + n, lecturers=[teacher])
    with django_assert_num_queries(8):
        client.get(reverse("web:course", args=[course.slug]))


def test_a_course_says_why_it_exists(client, campus):
    topic = needs.topic(campus, "Glasfehler finden")
    needs.firms(campus, topic, 4)
    course = courses.course(campus, modules=[curriculum.module(campus, topic)], audience_de="Für alle")
    teacher = commons.person(campus, "Kim", "Beispiel", teaches=True)
    run = courses.run(campus, course, days=2, lecturers=[teacher])
    held = courses.run(campus, course, state="done", starts_in_days=10)
    past = History(campus=campus, course=course)
    actions.keep_history(
        entry=past,
        by=commons.SYSTEM,
        now=commons.NOW,
        dated="2020-02, 2020-03-09",
        text_de="Erster Durchgang",
        participants=9,
    )
    page = text(client, reverse("web:course", args=[course.slug]))
    for told in ("Glasfehler finden", "4 Betriebe", "Blasen und Steinchen unterscheiden", "Für alle", "Kim Beispiel", "490,00",
                 f'id="{run.code}"', "16 Stunden", "Erster Durchgang", "9 Personen", "6 Plätze frei"):  # fmt: skip
        assert told in page, told
    assert "Februar 2020; 9. März 2020: Erster Durchgang" in page
    assert "2020-0" not in page
    assert held.code
    english = text(client, f"/en/kurse/{course.slug}/")
    assert "tell bubbles from stones" in english
    assert "February 2020; 9 March 2020" in english


def test_the_data_block_is_true_and_cannot_end_its_element(client, campus):
    course = courses.course(campus, title="</script><b>Glas & Co", title_en="")
    run = courses.run(campus, course, capacity=6)
    page = text(client, reverse("web:course", args=[course.slug]))
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL).group(1)
    assert not set("<>&") & set(block)
    told = json.loads(block)
    assert told["name"] == "</script><b>Glas & Co"
    assert told["hasCourseInstance"][0]["identifier"] == run.code


def test_drafts_and_other_campuses_are_not_there(client, campus, other_campus):
    draft = courses.course(campus, state="draft")
    with scope(campus=other_campus):
        foreign = courses.run(other_campus)
    for slug in (draft.slug, foreign.course.slug, "gibt-es-nicht"):
        assert client.get(reverse("web:course", args=[slug])).status_code == 404
        assert client.get(reverse("web:course_ics", args=[slug])).status_code == 404
    assert foreign.code not in text(client, reverse("web:catalogue_json"))


def test_calendars_come_back_as_they_went(client, campus):
    run = courses.run(campus, days=2)
    courses.run(campus, run.course, state="cancelled")
    answer = client.get(reverse("web:course_ics", args=[run.course.slug]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    events = list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))
    stored = sorted(s.starts_at for r in Run.objects.all() for s in r.sessions.all())
    assert sorted(e.decoded("dtstart") for e in events) == stored
    assert sorted(str(e["status"]) for e in events) == ["CANCELLED", "CONFIRMED", "CONFIRMED"]
    again = client.get(reverse("web:course_ics", args=[run.course.slug]), headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_machines_read_code_and_free_seats(client, campus):
    run = courses.run(campus, capacity=6)
    actions.take_seats(run_id=run.pk, number=6)
    answer = client.get(reverse("web:catalogue_json"))
    told = answer.json()["courses"][0]["runs"][0]
    assert (told["code"], told["free"], told["state"]) == (run.code, 0, "full")
    assert told["price"] == {"cents": 49000, "currency": "EUR"}
    assert datetime.fromisoformat(told["starts_at"]).utcoffset() is not None


# The office


def run_values(course, **more):
    return {"course": str(course.pk), "language": "de", "capacity": "8", "minimum": "4", "price": "490,00", "termin-day": "2027-05-04",
            "termin-begins": "08:00", "termin-ends": "15:30", "termin-mode": "presence", **more}  # fmt: skip


def test_the_office_goes_from_module_to_open_run(office, campus):
    module = curriculum.module(campus, title="Glas messen")
    address = f"{reverse('courses:office_course_new')}?modul={module.pk}"
    page = text(office, reverse("courses:office_course_new"), modul=str(module.pk))
    assert 'value="Glas messen"' in page
    assert "checked" in page
    answer = office.post(address, {"title_de": "Glas messen", "level": "entry", "modules": [str(module.pk)]})
    course = Course.objects.get()
    assert (answer.status_code, course.slug, course.state) == (302, "glas-messen", "draft")
    office.post(reverse("courses:office_course_publish", args=[course.pk]))
    assert office.post(reverse("courses:office_run_new"), run_values(course)).status_code == 302
    run = Run.objects.get()
    assert (run.code, run.price_cents, run.state) == ("glas-messen-2027-05-a", 49000, "planned")
    assert run.starts_at.astimezone(CAMPUS_ZONE).hour == 8
    page = reverse("courses:office_run", args=[run.code])
    assert "Zur Buchung öffnen" in text(office, page)
    more = {"day": "2027-05-05", "begins": "08:00", "ends": "15:30", "mode": "live"}
    assert office.post(page, more).status_code == 302
    assert office.post(page, more).status_code == 422
    office.post(reverse("courses:office_run_open", args=[run.code]))
    run.refresh_from_db()
    assert (run.state, run.sessions.count()) == ("open", 2)


def test_booking_ends_with_the_chosen_day_in_campus_time(office, campus):
    course = courses.course(campus)
    office.post(reverse("courses:office_run_new"), run_values(course, closes_on="2027-04-20"))
    run = Run.objects.get()
    assert run.closes_at.astimezone(CAMPUS_ZONE).isoformat() == "2027-04-21T00:00:00+02:00"
    edit = reverse("courses:office_run_edit", args=[run.code])
    assert 'value="2027-04-20"' in text(office, edit)
    same = {"course": str(course.pk), "language": "de", "capacity": "9", "minimum": "4", "price": "490,00",
            "closes_on": "2027-04-20", "code": run.code}  # fmt: skip
    assert office.post(edit, same).status_code == 302
    changed = Run.objects.get()
    assert (changed.closes_at, changed.capacity) == (run.closes_at, 9)
    assert office.post(edit, {**same, "closes_on": "2027-06-01"}).status_code == 422
    office.post(edit, {**same, "closes_on": "2027-05-04"})
    assert Run.objects.get().closes_at == run.starts_at


def test_the_summary_jumps_to_what_is_wrong_with_the_first_meeting(office, campus):
    course = courses.course(campus)

    answer = office.post(reverse("courses:office_run_new"), run_values(course, **{"termin-day": ""}))

    assert answer.status_code == 422
    text = answer.content.decode()
    assert '<li><a href="#id_termin-day">Beim ersten Termin fehlt etwas oder ist etwas falsch.</a></li>' in text
    assert 'id="id_termin-day"' in text


def test_fewer_places_than_taken_is_a_sentence(office, campus):
    run = courses.run(campus)
    actions.take_seats(run_id=run.pk, number=5)
    values = {"course": str(run.course_id), "language": "de", "capacity": "4", "minimum": "3", "price": "490,00",
              "closes_on": "2027-03-20", "code": run.code, "site": str(run.site_id)}  # fmt: skip
    answer = office.post(reverse("courses:office_run_edit", args=[run.code]), values)
    assert answer.status_code == 422
    assert "Es sind schon 5 Plätze vergeben." in answer.content.decode()


def test_sessions_are_changed_and_removed(office, campus):
    run = courses.run(campus, days=2)
    first, second = run.sessions.all()
    edit = reverse("courses:office_session", args=[run.code, first.pk])
    values = {"day": "2027-03-31", "begins": "10:00", "ends": "12:00", "mode": "live"}
    assert office.post(edit, values).status_code == 302
    first.refresh_from_db()
    assert (first.minutes, first.mode) == (120, "live")
    office.post(reverse("courses:office_session_remove", args=[run.code, second.pk]))
    assert run.sessions.count() == 1
    answer = office.post(reverse("courses:office_session_remove", args=[run.code, first.pk]))
    assert (answer.status_code, run.sessions.count()) == (422, 1)


@pytest.mark.parametrize("nasty", NASTY)
def test_no_input_breaks_the_forms(office, campus, nasty):
    run = courses.run(campus)
    session = run.sessions.get()
    fields = ["title_de", "title_en", "summary_de", "level", "modules", "source_url", "course", "site", "room", "language", "capacity",
              "minimum", "price", "closes_on", "decide_on", "lecturers", "code", "day", "begins", "ends", "mode", "topic_de",
              "termin-day", "termin-begins", "termin-ends", "termin-mode", "dated", "text_de", "participants"]  # fmt: skip
    everything = dict.fromkeys(fields, nasty)
    for address in (
        reverse("courses:office_course_new"), reverse("courses:office_course", args=[run.course_id]),
        reverse("courses:office_run_new"), reverse("courses:office_run_edit", args=[run.code]),
        reverse("courses:office_run", args=[run.code]), reverse("courses:office_session", args=[run.code, session.pk]),
        reverse("courses:office_history_new", args=[run.course_id]),
    ):  # fmt: skip
        assert office.post(address, everything).status_code == 422, address
    for name in ("office_course_new", "office_run_new", "office_runs", "office_courses"):
        assert (
            office.get(
                reverse(f"courses:{name}"), {"modul": nasty, "kurs": nasty, "stand": nasty, "seite": nasty}
            ).status_code
            == 200
        )


@pytest.mark.parametrize("rows", [1, 50])
def test_the_offices_lists_ask_the_same_however_long(office, campus, django_assert_num_queries, rows):
    module, site = curriculum.module(campus), commons.site(campus)
    for _ in range(rows):
        courses.run(campus, courses.course(campus, modules=[module]), site=site)
    with django_assert_num_queries(7):
        office.get(reverse("courses:office_courses"))
    with django_assert_num_queries(7):
        office.get(reverse("courses:office_runs"))


def test_only_the_office_gets_in(client, campus, bodo):
    run = courses.run(campus)
    addresses = [
        reverse(f"courses:{name}") for name in ("office_courses", "office_course_new", "office_runs", "office_run_new")
    ]
    addresses += [
        reverse(f"courses:{name}", args=[run.code]) for name in ("office_run", "office_run_edit", "office_run_open")
    ]
    for address in addresses:
        assert client.get(address).status_code == 302
    client.force_login(bodo)
    for address in addresses:
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403
