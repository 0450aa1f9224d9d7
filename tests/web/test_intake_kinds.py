"""Lists from a spreadsheet that stations announce: courses, the meetings of a run, the people of a firm."""

from __future__ import annotations

import re
from datetime import date, time

import pytest
from django_scopes import scope

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.commons.intake import actions, reads
from glascampus.commons.intake.models import Batch
from glascampus.commons.outbox.models import Mail
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.rules import AlreadyBooked
from glascampus.stations.courses.models import Course, Session
from glascampus.stations.courses.rules import SessionsOverlap, day_typed, time_typed
from tests.build import bookings as orders
from tests.build import commons, courses, curriculum

URL = "/buero/einlesen/"
FIRM = {
    "organisation_name": "Werk Nord",
    "booker_name": "Petra Personal",
    "booker_email": "hr@example.org",
    "terms": "on",
}
MEETINGS = "Datum\tBeginn\tEnde\tRaum\tThema\n1.4.2027\t8:00\t12.30\tBrennerei\tGemenge\n2027-04-02\t08:00:00\t15 Uhr\tlive online\t\n"
PEOPLE = "Vorname;Nachname;E-Mail\nAda;Muster;ada@example.org\nBen;Kiesel;\nCem;Quarz;cem@example.org\n"


@pytest.fixture
def office(client, anna):
    client.force_login(anna)
    return client


@pytest.fixture
def soon(campus, settle_clock):
    return courses.run(campus, capacity=2, minimum=1)


@pytest.fixture
def settle_clock(now):
    """The pages' clock is the tests' clock."""
    from datetime import UTC, datetime, timedelta

    from glascampus.basics import clock

    gap = now - datetime.now(UTC)
    clock.turn_with(lambda: gap)
    return timedelta(0)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("12.3.2027", date(2027, 3, 12)), ("12.03.27", date(2027, 3, 12)), ("Fr, 12.03.2027", date(2027, 3, 12)),
        ("Freitag 12. 3. 2027", date(2027, 3, 12)), ("2027-03-12", date(2027, 3, 12)), ("2027-03-12 00:00:00", date(2027, 3, 12)),
        ("31.2.2027", None), ("3/12/2027", None), ("morgen", None), ("", None), ("12.3.", None), ("2027-03-12 08:00", None),
        ("١٢.٣.٢٠٢٧", date(2027, 3, 12)), ("1" * 500, None),
    ],
)  # fmt: skip
def test_days_are_read_as_people_and_programs_write_them(typed, day):
    assert day_typed(typed) == day


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("8", time(8)), ("08:00", time(8)), ("8.30", time(8, 30)), ("8:30 Uhr", time(8, 30)), ("15 uhr", time(15)), ("08:00:00", time(8)),
        ("7h", time(7)), ("24:00", None), ("8:60", None), ("früh", None), ("", None), ("8:00 bis 9:00", None),
    ],
)  # fmt: skip
def test_times_are_read_as_people_and_programs_write_them(typed, clock):
    assert time_typed(typed) == clock


def test_every_kind_has_its_own_key_and_its_columns_their_own_headings(campus):
    kinds = reads.kinds()

    assert set(kinds) == {"people", "organisations", "courses", "sessions", "participants"}
    for kind in kinds.values():
        headings = [heading for column in kind.columns for heading in column.headings]
        assert len(headings) == len(set(headings)), kind.key
        assert all(heading == heading.casefold() for heading in headings), kind.key


# Courses


def test_courses_come_in_as_drafts_with_their_modules_and_go_again(office, campus):
    curriculum.module(campus, title="Glasfehler, Teil 1")
    text = "Titel\tNiveau\tModule\nGlas prüfen\tEinstieg\tGlasfehler, Teil 1\nÖfen\tMeister\t\nFormen\t\tnirgends\n"

    assert lit(office.get(URL, {"art": "courses"})) == "Kurse"
    preview = office.post(URL, {"kind": "courses", "text": text})
    page = preview.text
    assert lit(preview) == "Kurse"
    for said in (
        "1 Zeile kann",
        "Niveau: Bitte eines von: Einstieg",
        "Module: Das Modul „nirgends“ kennen wir nicht.",
        "wird ein Entwurf",
    ):
        assert said in page
    answer = office.post(URL, {"kind": "courses", "text": text, "take": "1"})
    course = Course.objects.get()
    assert (course.title_de, course.state, course.modules.count()) == ("Glas prüfen", "draft", 1)
    assert "gibt es schon" in office.post(URL, {"kind": "courses", "text": text}).text
    assert lit(office.get(answer["Location"])) == "Kurse"
    office.post(answer["Location"])
    assert not Course.objects.exists()


# The meetings of a run


def lit(page):
    """The entry of the menu that is marked as the reader's place."""
    return re.search(r'aria-current="[a-z]+"[^>]*>([^<]+)</a>', page.text[page.text.index("<nav") :])[1]


def test_the_meetings_of_a_run_come_in_on_the_clock_of_the_campus(office, campus, soon):
    commons_room(campus, soon, "Brennerei")
    page = office.get(URL, {"art": "sessions", "zu": soon.code})
    assert soon.code in page.text
    assert 'name="kind" value="sessions"' in page.text
    assert lit(page) == "Durchgänge"

    answer = office.post(f"{URL}?art=sessions&zu={soon.code}", {"kind": "sessions", "text": MEETINGS, "take": "1"})
    made = list(Session.objects.filter(run=soon).order_by("-pk")[:2])[::-1]
    assert [(s.starts_at.astimezone(CAMPUS_ZONE).strftime("%d.%m. %H:%M"), s.mode, str(s.topic)) for s in made] == [
        ("01.04. 08:00", "presence", "Gemenge"), ("02.04. 08:00", "live", "")
    ]  # fmt: skip
    assert made[0].room.name_de == "Brennerei"
    soon.refresh_from_db()
    assert soon.ends_at == made[1].ends_at
    done = office.get(answer["Location"])
    assert "2 Zeilen wurden übernommen." in done.text
    assert lit(done) == "Durchgänge"
    office.post(answer["Location"])
    assert lit(office.get(answer["Location"])) == "Durchgänge"
    assert Session.objects.filter(run=soon).count() == 1


def commons_room(campus, run, name):
    from glascampus.commons.journal.rules import SYSTEM
    from glascampus.commons.sites.actions import keep_room
    from glascampus.commons.sites.models import Room

    return keep_room(
        room=Room(campus=campus, site=run.site), by=SYSTEM, now=commons.NOW, slug=name.lower(), name_de=name
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("32.1.2027\t8\t9", "Datum: Bitte so: 12.03.2027"), ("1.4.2027\tfrüh\t9", "Beginn: Bitte so: 8:00"), ("1.4.2027\t9\t8", "Ende: Das Ende muss"),
        ("1.4.2027\t8\t9\tNirgends", "Raum: Diesen Raum kennen wir nicht."), ("1.1.2027\t8\t9", "Datum: Die Buchung muss enden"),
        ("1.4.2027\t8\t\t", "Ende: Hier fehlt etwas."), ("31.3.2027\t12\t13", "Beginn: Zu dieser Zeit gibt es"),
        ("1.4.2027\t8\t9\t\t\tzu\tviel", "Hat mehr Spalten als erwartet."), ("=1+1\t8\t9", "Datum: Bitte so"),
    ],
)  # fmt: skip
def test_each_fault_of_a_meeting_is_said_at_its_column(office, soon, row, said):
    page = office.post(f"{URL}?art=sessions&zu={soon.code}", {"kind": "sessions", "text": row})

    assert page.status_code == 200
    assert said in page.text
    assert "Zeile übernehmen" not in page.text


def test_two_meetings_of_one_list_may_not_overlap_and_all_or_none_come_in(office, campus, anna, soon, now):
    rows = [["1.4.2027", "8", "12"], ["1.4.2027", "11", "13"], ["1.4.2027", "12", "13"]]
    page = office.post(
        f"{URL}?art=sessions&zu={soon.code}", {"kind": "sessions", "text": "\n".join("\t".join(r) for r in rows)}
    ).text
    assert "2 Zeilen können übernommen werden." in page
    assert "Beginn: Zu dieser Zeit gibt es" in page

    from glascampus.stations.courses import announces

    lazy = announces.intake_kinds()[1]
    with pytest.raises(SessionsOverlap):  # looked at or not: the action has the last word
        actions_make(lazy, rows[:2], campus, anna, now, soon)
    assert Session.objects.filter(run=soon).count() == 1


def actions_make(kind, rows, campus, by, now, about):
    from django.db import transaction

    from glascampus.commons.roll.rules import Taking

    names = [column.name for column in kind.columns]
    good = [dict.fromkeys(names, "") | dict(zip(names, row, strict=False)) for row in rows]
    with transaction.atomic():
        kind.make(good, Taking(campus, by, now, about))


def test_a_meeting_that_has_begun_stays(campus, anna, soon, now):
    from datetime import timedelta

    batch = actions.take_in(campus=campus, kind="sessions", rows=[["1.4.2027", "8", "9"]], by=anna, now=now, about=soon)

    assert actions.take_back(batch=batch, by=anna, now=now + timedelta(days=60)) == 1
    assert Session.objects.filter(run=soon).count() == 2


# The people of a firm


def test_a_pasted_list_says_who_gets_a_seat_and_who_would_wait(office, soon):
    page = office.post(f"{URL}?art=participants&zu={soon.code}", {"kind": "participants", "text": PEOPLE, **FIRM}).text

    assert page.count("bekommt einen Platz") == 2
    assert page.count("kommt auf die Warteliste") == 1
    assert 'name="booker_email" value="hr@example.org"' in page
    assert not Booking.objects.exists()


def test_a_pasted_list_becomes_one_booking_by_the_ordinary_action(office, campus, soon):
    answer = office.post(
        f"{URL}?art=participants&zu={soon.code}", {"kind": "participants", "text": PEOPLE, "take": "1", **FIRM}
    )

    booking = Booking.objects.get()
    assert (booking.organisation_name, booking.kind, booking.split) == ("Werk Nord", "company", True)
    assert [(s.person.given_name, s.state) for s in booking.seats.order_by("pk")] == [
        ("Ada", "seated"),
        ("Ben", "seated"),
        ("Cem", "waiting"),
    ]
    soon.refresh_from_db()
    assert soon.taken == 2
    assert [mail.to for mail in Mail.objects.all()] == ["hr@example.org"]
    assert Batch.objects.get().rows == 3
    assert "kostenfrei storniert" in office.get(answer["Location"]).text
    office.post(answer["Location"])
    booking.refresh_from_db()
    soon.refresh_from_db()
    assert (booking.state, soon.taken) == ("cancelled", 0)


def test_who_sits_there_already_stays_out(office, campus, soon):
    orders.booking(soon, "Ada Muster", booker_email="x@example.org", now=commons.NOW)
    Seat.objects.update(who=who_of("ada@example.org"))

    page = office.post(f"{URL}?art=participants&zu={soon.code}", {"kind": "participants", "text": PEOPLE, **FIRM}).text
    assert "gibt es schon" in page
    assert "2 Zeilen können übernommen werden." in page
    assert page.count("bekommt einen Platz") == 1


def who_of(email):
    from glascampus.stations.bookings.rules import Given, who

    return who(Given("Ada", "Muster", email), "")


@pytest.mark.parametrize("missing", FIRM)
def test_what_else_must_be_known_is_asked_and_the_list_is_kept(office, soon, missing):
    typed = {name: value for name, value in FIRM.items() if name != missing}
    answer = office.post(
        f"{URL}?art=participants&zu={soon.code}", {"kind": "participants", "text": PEOPLE, "take": "1", **typed}
    )

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {missing}
    assert "ada@example.org" in answer.text
    assert not Booking.objects.exists()


def test_a_cancelled_run_takes_nobody_in(office, campus, settle_clock):
    run = courses.run(campus, state="cancelled")
    answer = office.post(
        f"{URL}?art=participants&zu={run.code}", {"kind": "participants", "text": PEOPLE, "take": "1", **FIRM}
    )

    assert answer.status_code == 422
    assert "abgesagt" in answer.text
    assert not Booking.objects.exists()


def test_more_people_than_a_booking_holds_are_said(office, campus, settle_clock):
    run = courses.run(campus, capacity=100)
    text = "\n".join(f"P{n}\tMuster" for n in range(52))

    page = office.post(f"{URL}?art=participants&zu={run.code}", {"kind": "participants", "text": text, **FIRM}).text
    assert "50 Zeilen können übernommen werden." in page
    assert page.count("Höchstens 50 Personen") == 2


@pytest.mark.parametrize("art", ["sessions", "participants"])
@pytest.mark.parametrize("about", ["", "\0", "gibt-es-nicht", "9" * 500, "<script>"])
def test_a_list_for_something_that_is_not_there_is_not_offered(office, campus, art, about):
    page = office.get(URL, {"art": art, "zu": about})
    assert page.status_code == 200
    assert f'value="{art}"' not in page.text

    assert office.post(f"{URL}?art={art}", {"kind": art, "zu": about, "text": MEETINGS}).status_code == 422


def test_a_run_of_another_campus_takes_no_list(office, campus, other_campus):
    with scope(campus=other_campus):
        foreign = courses.run(other_campus)

    assert (
        office.post(
            f"{URL}?art=sessions&zu={foreign.code}", {"kind": "sessions", "text": MEETINGS, "take": "1"}
        ).status_code
        == 422
    )


@pytest.mark.parametrize("rows", [1, 40])
@pytest.mark.parametrize(("kind", "queries"), [("courses", 6), ("sessions", 9), ("participants", 9)])
def test_a_preview_asks_the_same_number_of_questions(office, soon, kind, queries, rows, django_assert_max_num_queries):
    text = {
        "courses": "\n".join(f"Kurs {n}\tx" for n in range(rows)),
        "sessions": "\n".join(f"{1 + n % 28}.{4 + n // 28}.2027\t8\t9" for n in range(rows)),
        "participants": "\n".join(f"P{n}\tMuster" for n in range(rows)),
    }[kind]
    address = f"{URL}?art={kind}&zu={soon.code}"
    office.get(address)

    with django_assert_max_num_queries(queries):
        assert office.post(address, {"kind": kind, "text": text, **FIRM}).status_code == 200


def test_a_kind_nobody_announces_is_refused(campus, anna, now):
    from glascampus.commons.intake.rules import UnknownKind

    with pytest.raises(UnknownKind):
        actions.take_in(campus=campus, kind="rockets", rows=[["x"]], by=anna, now=now)


def test_twice_the_same_list_books_nobody_twice(campus, anna, soon, now):
    more = {"organisation_name": "Werk Nord", "booker_name": "P", "booker_email": "hr@example.org", "terms": True}
    rows = [["Ada", "Muster", "ada@example.org"]]
    actions.take_in(campus=campus, kind="participants", rows=rows, by=anna, now=now, about=soon, more=more)

    from glascampus.commons.intake.rules import NothingToTake

    with pytest.raises((NothingToTake, AlreadyBooked)):
        actions.take_in(campus=campus, kind="participants", rows=rows, by=anna, now=now, about=soon, more=more)
    assert Seat.objects.count() == 1
