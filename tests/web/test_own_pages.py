"""The own pages of people, firms, lecturers and funders: everything that is theirs, and nothing else."""

from __future__ import annotations

import csv as standard_csv
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from openpyxl import load_workbook

from glascampus.basics import clock
from glascampus.basics.reason import NotAllowed
from glascampus.commons.campuses.rules import turned_by
from glascampus.commons.journal.models import Line
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.organisations.actions import end_membership, make_colleague
from glascampus.commons.outbox.models import Mail
from glascampus.commons.roles.models import User
from glascampus.stations.bookings import actions
from glascampus.stations.bookings import reads as bookings_of
from glascampus.stations.bookings.models import Booking
from glascampus.stations.courses.actions import keep_run
from glascampus.stations.credentials import actions as papers_by
from tests.build import bookings, commons, courses, credentials, needs
from tests.build.commons import NOW

ADA = "ada.muster@example.org"
PAGES = ["/mein/", "/betrieb/", "/betrieb/buchungen/", "/betrieb/leute/", "/betrieb/nachweise/", "/betrieb/buchungen.csv",
         "/betrieb/buchungen.xlsx", "/lehre/", "/lehre/termine/", "/lehre/termine.ics", "/foerderer/", "/foerderer/zahlen.csv",
         "/mein/termine.ics", "/mein/daten.json", "/mein/loeschen/"]  # fmt: skip


@pytest.fixture(autouse=True)
def _on_that_monday(settings):
    from datetime import UTC, datetime

    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    clock.turn_with(lambda: NOW - datetime.now(UTC))
    yield
    clock.turn_with(turned_by)


def _signed_in(email: str) -> User:
    """Somebody who proved a mailbox and has no role."""
    user = User(email=email, made_at=NOW)
    user.save()
    return user


@pytest.fixture
def ada(campus):
    return _signed_in(ADA)


@pytest.fixture
def nord(campus):
    return commons.organisation(campus)


@pytest.fixture
def colleague(bodo, nord):
    make_colleague(organisation=nord, user=bodo, by=SYSTEM, now=NOW)
    return bodo


def _firm_booking(run, firm, *names, **values):
    values = {
        "kind": "company",
        "organisation_name": firm.name,
        "booker_name": "Personal",
        "booker_email": "hr@example.org",
        **values,
    }
    made = bookings.booking(run, *names, **values)
    return actions.attach_booking(booking=made, organisation=firm, by=SYSTEM, now=NOW)


# Who gets in


@pytest.mark.parametrize("path", [*PAGES, "/en/mein/", "/en/betrieb/", "/en/lehre/", "/en/foerderer/"])
def test_who_has_not_signed_in_is_asked_to_and_comes_back(client, campus, path):
    answer = client.get(path)

    assert answer.status_code == 302
    assert answer["Location"].endswith(f"anmelden/?next={path.replace('/', '%2F')}")


@pytest.mark.parametrize("path", [page for page in PAGES if not page.startswith("/mein/")])
def test_a_stranger_may_not_read_a_role_s_page(client, carla, campus, path):
    client.force_login(carla)

    assert client.get(path).status_code == 403


@pytest.mark.parametrize(("kind", "path"), [
    ("company", "/betrieb/"), ("lecturer", "/lehre/"), ("funder", "/foerderer/"), ("participant", "/mein/"), ("office", "/foerderer/"),
])  # fmt: skip
def test_each_role_reads_its_own_page(client, campus, kind, path):
    client.force_login(commons.user(campus, "somebody@example.org", kind))

    assert client.get(path).status_code == 200


@pytest.mark.parametrize(("kind", "path"), [
    ("company", "/lehre/"), ("company", "/foerderer/"), ("lecturer", "/betrieb/"), ("lecturer", "/foerderer/"), ("funder", "/betrieb/"),
    ("funder", "/lehre/"), ("participant", "/betrieb/"), ("participant", "/lehre/"), ("office", "/betrieb/"), ("office", "/lehre/"),
])  # fmt: skip
def test_no_role_reads_another_s_page(client, campus, kind, path):
    client.force_login(commons.user(campus, "somebody@example.org", kind))

    assert client.get(path).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_nothing_keeps_what_somebody_saw(client, anna, campus, path):
    for kind in ("company", "lecturer", "funder"):
        commons.user(campus, "anna@example.org", kind)
    client.force_login(anna)

    assert "no-store" in client.get(path)["Cache-Control"]


# A person's own


def test_the_next_date_stands_first_with_its_place(client, campus, ada):
    bookings.booking(courses.run(campus, courses.course(campus, title="Später"), starts_in_days=50))
    bookings.booking(courses.run(campus, courses.course(campus, title="Glas schmelzen"), starts_in_days=20))
    client.force_login(ada)

    page = client.get("/mein/").content.decode()

    assert "<h1>Glas schmelzen</h1>" in page
    assert "Sonntag, 21. März 2027" in page
    assert "BSZ Torgau, Repitzer Weg 10" in page
    assert "openstreetmap.org/search?query=Repitzer" in page


@pytest.mark.parametrize(("start", "said"), [("", "Start noch offen"), ("/en", "start still open")])
def test_a_firm_booking_of_an_open_run_says_what_is_open(client, campus, ada, start, said):
    bookings.booking(courses.run(campus))
    client.force_login(ada)

    page = client.get(f"{start}/mein/").text

    assert said in page
    assert "noch nicht bestätigt" not in page


def test_a_case_of_the_mailbox_does_not_matter(client, campus, ada):
    bookings.booking(courses.run(campus), booker_email="Ada.MUSTER@example.org")
    client.force_login(ada)

    assert b"Glas verstehen" in client.get("/mein/").content


def test_who_waits_sees_the_place_in_line_and_the_rule(client, campus, ada):
    run = courses.run(campus, capacity=1, minimum=1)
    bookings.booking(run, "Beatrix Muster")
    bookings.booking(
        run, "Cemalettin Muster", "Dan Muster", kind="company", organisation_name="Nord", wait_if_full=True
    )
    mine = bookings.booking(run, wait_if_full=True)
    client.force_login(ada)

    page = client.get("/mein/").content.decode()

    assert "Position 3 auf der Warteliste. Wer am längsten wartet" in page
    assert f"/buchung/{mine.code}/" in page
    assert "Cemalettin" not in page


def test_an_offered_seat_is_taken_from_the_own_page(client, campus, ada):
    run = courses.run(campus, capacity=1, minimum=1)
    first = bookings.booking(run, "Beatrix Muster")
    mine = bookings.booking(run, wait_if_full=True)
    actions.cancel_booking(booking=first, by=SYSTEM, now=NOW)
    client.force_login(ada)

    page = client.get("/mein/").content.decode()
    assert f'href="/buchung/{mine.code}/annehmen/"' in page
    assert "Sie waren an der Reihe und bekamen 1 angeboten. noch offen." in page
    assert client.post(f"/buchung/{mine.code}/annehmen/").status_code == 302
    mine.refresh_from_db()
    assert mine.state == "binding"
    assert list(Line.objects.filter(deed="bookings.offer_accepted").values_list("actor_kind", "actor_id")) == [
        ("user", ada.pk)
    ]


def test_who_was_booked_by_another_sees_the_seat_and_nobody_else(client, campus, ada, nord):
    made = _firm_booking(courses.run(campus), nord, "Ada Muster", "Beatrix Muster")
    client.force_login(ada)

    page = client.get("/mein/").content.decode()

    assert "Gebucht von Beispielbetrieb Nord GmbH" in page
    assert "Beatrix" not in page
    assert made.code not in page
    assert client.get(f"/buchung/{made.code}/").status_code == 404


def test_a_stranger_s_own_page_is_empty_and_says_what_to_do(client, campus, carla):
    bookings.booking(courses.run(campus))
    needs.confirmed(campus)
    client.force_login(carla)

    page = client.get("/mein/").content.decode()

    assert "Vor Ihnen liegt kein Termin." in page
    assert "Unter carla@example.org ist nichts gebucht." in page
    assert "Glas verstehen" not in page


def test_an_erased_booking_belongs_to_nobody(client, campus):
    made = bookings.booking(courses.run(campus))
    Booking.objects.filter(pk=made.pk).update(booker_email="")
    nobody = User(email="", made_at=NOW)
    nobody.save()
    client.force_login(nobody)

    assert list(bookings_of.own_bookings_seen_by(nobody)) == []
    assert client.get(f"/buchung/{made.code}/").status_code == 404


def test_another_campus_shows_nothing(client, campus, other_campus, ada):
    with scope(campus=other_campus):
        made = bookings.booking(courses.run(other_campus, courses.course(other_campus, title="Drüben")))
    client.force_login(ada)

    assert b"Dr\xc3\xbcben" not in client.get("/mein/").content
    assert client.get(f"/buchung/{made.code}/").status_code == 404
    assert client.get("/mein/", headers={"host": "other.example"}).status_code == 200
    assert b"Dr\xc3\xbcben" in client.get("/mein/", headers={"host": "other.example"}).content


def test_the_papers_and_needs_of_a_mailbox_stand_on_its_page(client, campus):
    run = credentials.run(campus)
    credentials.attend(credentials.seat(run, email=ADA))
    credentials.attend(credentials.seat(run, "Beatrix", email="bea@example.org"))
    papers_by.close_run(run=run, by=SYSTEM, now=NOW)
    needs.confirmed(campus, wish="Öfen anheizen", email=ADA)
    needs.confirmed(campus, wish="Scheiben schneiden", email="bea@example.org")
    client.force_login(_signed_in(ADA))

    page = client.get("/mein/").content.decode()

    assert page.count(".pdf") == 1
    assert "Öfen anheizen" in page
    assert "noch keinem Thema zugeordnet" in page
    assert "Scheiben" not in page


def test_the_calendar_bears_the_marks_of_the_mails(client, campus, ada):
    made = bookings.booking(courses.run(campus, days=2))
    client.force_login(ada)

    answer = client.get("/mein/termine.ics")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert [
        f"UID:{made.code}-{session.pk}@testcampus" in answer.content.decode() for session in made.run.sessions.all()
    ] == [True, True]


def test_everything_that_is_kept_can_be_taken_away(client, campus, ada):
    bookings.booking(courses.run(campus))
    client.force_login(ada)

    kept = json.loads(client.get("/mein/daten.json").content)

    assert kept["mailbox"] == ADA
    assert [row["booker_email"] for row in kept["kept"]["bookings.booking"]] == [ADA]
    assert [row["given_name"] for row in kept["kept"]["people.person"]] == ["Ada"]


def test_who_asks_to_be_forgotten_asks_once_and_the_office_does_it(client, campus, ada, anna):
    needs.confirmed(campus, wish="Öfen anheizen", email=ADA)
    client.force_login(ada)
    assert client.get("/mein/loeschen/").status_code == 200
    assert Line.objects.filter(deed="people.erasure_asked").count() == 0

    client.post("/mein/loeschen/")
    client.post("/mein/loeschen/")

    assert Line.objects.filter(deed="people.erasure_asked").count() == 1
    assert sorted(Mail.objects.filter(kind__contains="erasure").values_list("to", flat=True)) == [
        ADA,
        "anna@example.org",
    ]
    client.force_login(anna)
    assert "Jemand bittet, alle Daten zu löschen" in client.get("/buero/").content.decode()
    assert client.post(f"/buero/loeschungen/{ada.pk}/").status_code == 302
    assert User.objects.filter(email=ADA).count() == 0
    assert ADA not in client.get("/buero/loeschungen/").content.decode()


def test_the_office_forgets_nobody_who_did_not_ask(client, campus, ada, anna):
    client.force_login(anna)

    assert client.post(f"/buero/loeschungen/{ada.pk}/").status_code == 404
    client.force_login(ada)
    assert client.get("/buero/loeschungen/").status_code == 403


# A firm's own


def test_typing_a_firm_s_name_opens_nothing(client, campus, colleague, nord):
    typed = bookings.booking(courses.run(campus), "Evangelia Fremd", kind="company", organisation_name=nord.name)
    client.force_login(colleague)

    for page in ("/betrieb/", "/betrieb/buchungen/", "/betrieb/leute/", "/betrieb/buchungen.csv"):
        assert "Evangelia" not in client.get(page).content.decode("utf-8-sig")
    assert client.get(f"/buchung/{typed.code}/").status_code == 404


def test_a_firm_sees_its_people_and_what_it_costs(client, campus, colleague, nord):
    _firm_booking(courses.run(campus), nord, "Evangelia Muster", "Fritz Muster")
    _firm_booking(courses.run(campus, starts_in_days=320, price_cents=1000), nord, "Evangelia Muster")
    client.force_login(colleague)

    page = client.get("/betrieb/").content.decode()

    assert "<h1><bdi>Beispielbetrieb Nord GmbH</bdi></h1>" in page
    assert page.count("Evangelia Muster") == 1
    assert "980,00\xa0€" in page
    assert "10,00\xa0€" in page


def test_a_colleague_cancels_and_renames_under_their_own_name(client, campus, colleague, nord):
    made = _firm_booking(courses.run(campus), nord, "Evangelia Muster", "Fritz Muster")
    eva, fritz = made.seats.order_by("pk")
    client.force_login(colleague)

    client.post(f"/buchung/{made.code}/stornieren/{fritz.pk}/")
    client.post(f"/buchung/{made.code}/name/{eva.pk}/", {"given_name": "Gila", "family_name": "Muster", "email": ""})

    eva.refresh_from_db()
    assert [seat.state for seat in made.seats.order_by("pk")] == ["seated", "cancelled"]
    assert eva.person.name == "Gila Muster"
    deeds = Line.objects.filter(deed__in=["bookings.cancelled", "bookings.names_changed"])
    assert set(deeds.values_list("actor_kind", "actor_id")) == {("user", colleague.pk)}


def test_who_is_no_colleague_any_more_sees_nothing(client, campus, colleague, nord):
    made = _firm_booking(courses.run(campus), nord, "Evangelia Muster")
    from glascampus.commons.organisations.models import Membership

    end_membership(membership=Membership.objects.get(), by=SYSTEM, now=NOW)
    client.force_login(colleague)

    assert b"Evangelia" not in client.get("/betrieb/").content
    assert client.get(f"/buchung/{made.code}/").status_code == 404
    with pytest.raises(NotAllowed):
        actions.cancel_booking(booking=made, by=colleague, now=NOW)


def test_another_firm_s_booking_is_not_there(client, campus, colleague):
    other = _firm_booking(courses.run(campus), commons.organisation(campus, "Andere GmbH"), "Evangelia Fremd")
    client.force_login(colleague)

    assert client.get(f"/buchung/{other.code}/").status_code == 404
    assert client.post(f"/buchung/{other.code}/stornieren/").status_code == 404
    assert b"Evangelia" not in client.get("/betrieb/buchungen/").content
    other.refresh_from_db()
    assert other.state == "binding"


def test_a_colleague_of_another_campus_sees_nothing_here(client, campus, other_campus, colleague):
    with scope(campus=other_campus):
        firm = commons.organisation(other_campus, "Drueben GmbH")
        made = _firm_booking(courses.run(other_campus), firm, "Evangelia Fremd")
    client.force_login(colleague)

    assert client.get(f"/buchung/{made.code}/", headers={"host": "other.example"}).status_code == 404
    assert client.get("/betrieb/", headers={"host": "other.example"}).status_code == 403


def test_a_firm_sees_only_papers_of_seats_it_booked(client, campus, colleague, nord):
    run = credentials.run(campus)
    for seat in (
        credentials.seat(run, "Evangelia", organisation=nord),
        credentials.seat(run, "Alone", email="alone@example.org"),
    ):
        credentials.attend(seat)
    papers_by.close_run(run=run, by=SYSTEM, now=NOW)
    client.force_login(colleague)

    page = client.get("/betrieb/nachweise/").content.decode()

    assert "Evangelia Muster" in page
    assert "Alone" not in page


def test_a_signed_in_colleague_books_for_the_firm(client, campus, colleague, nord):
    run = courses.run(campus)
    client.force_login(colleague)

    client.post(f"/kurse/termin/{run.code}/buchen/", {
        "kind": "company", "booker_name": "Bodo Muster", "booker_email": "hr@example.org", "organisation_name": nord.name,
        "people": "Evangelia Muster", "terms": "on", "form_key": "k1", "address": "", "started": "", "website": "",
    })  # fmt: skip

    assert list(Booking.objects.values_list("organisation__name", flat=True)) == [nord.name]
    assert Line.objects.filter(deed="bookings.attached", actor_id=colleague.pk).count() == 1


def test_a_colleague_need_not_type_what_is_known(client, campus, colleague, carla):
    run = courses.run(campus)
    client.force_login(colleague)

    page = client.get(f"/kurse/termin/{run.code}/buchen/").content.decode()

    assert 'value="bodo@example.org"' in page
    assert 'value="Beispielbetrieb Nord GmbH"' in page
    client.force_login(carla)
    assert "Beispielbetrieb" not in client.get(f"/kurse/termin/{run.code}/buchen/").content.decode()


def test_of_two_firms_the_one_that_was_named_gets_the_booking(campus, colleague, nord):
    south = commons.organisation(campus, "Sued GmbH")
    make_colleague(organisation=south, user=colleague, by=SYSTEM, now=NOW)
    run = courses.run(campus)
    made = [
        bookings.booking(run, name, kind="company", organisation_name=firm)
        for name, firm in [("Evangelia A", "sued gmbh"), ("Fritz B", "Ganz anders")]
    ]

    attached = [actions.attach_to_own_firm(booking=one, by=colleague, now=NOW).organisation for one in made]

    assert attached == [south, None]


def test_only_the_office_says_whose_a_booking_is(client, campus, anna, bodo, colleague, nord):
    made = bookings.booking(courses.run(campus), kind="company", organisation_name=nord.name.upper())
    page = f"/buero/buchungen/{made.code}/betrieb/"
    client.force_login(bodo)
    assert client.get(page).status_code == 403
    client.force_login(anna)

    assert f'<option value="{nord.pk}" selected>' in client.get(page).content.decode()
    assert client.post(page, {"organisation": nord.pk}).status_code == 302
    assert client.post(page, {"organisation": nord.pk}).status_code == 302

    made.refresh_from_db()
    assert made.organisation == nord
    assert list(Line.objects.filter(deed="bookings.attached").values_list("facts", flat=True)) == [
        {"before": None, "after": nord.pk}
    ]


@pytest.mark.parametrize("typed", ["99999999999999999999", "=1+1", "<script>", "\0", "😀", "x" * 5000, "0"])
def test_no_wrong_choice_breaks_the_office_s_select(client, campus, anna, typed):
    made = bookings.booking(courses.run(campus))
    client.force_login(anna)

    assert client.post(f"/buero/buchungen/{made.code}/betrieb/", {"organisation": typed}).status_code == 422


def test_a_booking_is_never_joined_across_campuses(client, campus, other_campus, anna):
    made = bookings.booking(courses.run(campus))
    with scope(campus=other_campus):
        foreign = commons.organisation(other_campus, "Drueben GmbH")
    client.force_login(anna)

    assert client.post(f"/buero/buchungen/{made.code}/betrieb/", {"organisation": foreign.pk}).status_code == 422


def test_a_colleague_takes_no_booking_from_another_firm(campus, colleague, nord):
    made = _firm_booking(courses.run(campus), commons.organisation(campus, "Andere GmbH"), "Evangelia Fremd")

    with pytest.raises(NotAllowed):
        actions.attach_booking(booking=made, organisation=nord, by=colleague, now=NOW)


def test_filter_and_search_combine_and_never_break(client, campus, colleague, nord):
    run = courses.run(campus, capacity=1, minimum=1)
    _firm_booking(run, nord, "Evangelia Muster")
    _firm_booking(run, nord, "Fritz Muster", wait_if_full=True)
    client.force_login(colleague)

    waiting = client.get("/betrieb/buchungen/?zustand=waiting&q=fritz").content.decode()
    nothing = client.get("/betrieb/buchungen/?zustand=binding&q=fritz").content.decode()

    assert "Fritz Muster" in waiting
    assert "Evangelia Muster" not in waiting
    assert "Dazu gibt es keine Buchung." in nothing
    for words in ("%00", "%", "'; DROP", "😀", "x" * 3000, "=1+1"):
        assert client.get("/betrieb/buchungen/", {"zustand": words, "q": words, "seite": words}).status_code == 200
        assert client.get("/betrieb/nachweise/", {"q": words, "seite": words}).status_code == 200


def test_formulas_are_defused_in_both_tables(client, campus, colleague, nord):
    _firm_booking(courses.run(campus), nord, "=HYPERLINK() Muster")
    client.force_login(colleague)

    rows = list(
        standard_csv.reader(
            io.StringIO(client.get("/betrieb/buchungen.csv").content.decode("utf-8-sig")), delimiter=";"
        )
    )
    sheet = load_workbook(io.BytesIO(client.get("/betrieb/buchungen.xlsx").content)).active

    assert rows[1][6] == "'=HYPERLINK() Muster"
    assert (sheet["G2"].value, sheet["G2"].data_type) == ("'=HYPERLINK() Muster", "s")
    assert (sheet["K2"].value, sheet["K2"].data_type) == (490, "n")


def test_the_tables_hold_what_the_filter_shows(client, campus, colleague, nord):
    _firm_booking(courses.run(campus), nord, "Evangelia Muster")
    _firm_booking(courses.run(campus), nord, "Fritz Muster")
    client.force_login(colleague)

    body = client.get("/betrieb/buchungen.csv?q=eva").content.decode("utf-8-sig")

    assert "Evangelia" in body
    assert "Fritz" not in body


@pytest.mark.parametrize(
    "path",
    ["/betrieb/", "/betrieb/buchungen/", "/betrieb/leute/", "/betrieb/nachweise/", "/betrieb/buchungen.csv", "/mein/"],
)
def test_one_booking_asks_as_many_questions_as_fifty(client, campus, colleague, nord, path):
    run = courses.run(campus, capacity=100)
    held = credentials.run(campus, capacity=100)

    def more(number: int) -> None:
        made = [
            _firm_booking(run, nord, f"Evangelia Muster{len(seen) + n}", booker_email="bodo@example.org")
            for n in range(number)
        ]
        seen.extend(made)
        for n in range(number):
            credentials.attend(
                credentials.seat(held, f"Evangelia{len(seen)}{n}", organisation=nord, email="bodo@example.org")
            )
        papers_by.close_run(run=held, by=SYSTEM, now=NOW)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    seen: list[Booking] = []
    client.force_login(colleague)
    more(1)
    client.get(path)
    one = asked()
    type(held).objects.filter(pk=held.pk).update(state="confirmed")
    held.refresh_from_db()
    more(49)
    assert asked() == one
    assert one <= 18


# A lecturer's own


def _teaching(campus, person, **values):
    run = courses.run(campus, **values)
    return keep_run(run=run, by=SYSTEM, now=NOW, lecturers=[person])


@pytest.fixture
def tess(campus):
    return commons.person(campus, "Tess", "Lehrt", email="Tess@Example.org", teaches=True)


def test_a_lecturer_sees_runs_and_how_many_come_but_no_name(client, campus, tess):
    run = _teaching(campus, tess)
    bookings.booking(run, "Evangelia Muster")
    courses.run(campus, courses.course(campus, title="Von anderen"))
    client.force_login(_signed_in("tess@example.org"))

    page = client.get("/lehre/").content.decode()

    assert "Glas verstehen" in page
    assert "1 Mensch" in page
    assert "Evangelia" not in page
    assert "Von anderen" not in page


def test_the_attendance_link_stands_there_only_in_its_hours(client, campus, tess):
    soon = _teaching(campus, tess, starts_in_days=-1, days=3, state="confirmed")
    soon_link = papers_by.make_attendance_link(run=soon, by=SYSTEM, now=NOW)
    later = _teaching(campus, tess, starts_in_days=9, state="confirmed")
    papers_by.make_attendance_link(run=later, by=SYSTEM, now=NOW)
    client.force_login(_signed_in("tess@example.org"))

    page = client.get("/lehre/").content.decode()

    assert page.count("/anwesenheit/") == 1
    assert "Läuft gerade" in page
    assert "Die Anwesenheit öffnet am Mi 10. März 2027, 07:00 Uhr." in page
    assert soon_link is not None


def test_a_lecturer_s_dates_as_calendar_and_as_a_list_to_print(client, campus, tess):
    run = _teaching(campus, tess, days=2)
    client.force_login(_signed_in("tess@example.org"))

    ics = client.get("/lehre/termine.ics").content.decode()
    table = client.get("/lehre/termine/").content.decode()

    assert ics.count("BEGIN:VEVENT") == 2
    assert f"UID:{run.code}-" in ics
    assert table.count("Glas verstehen") == 2


def test_fifty_runs_ask_as_many_questions_as_one(client, campus, tess):
    _teaching(campus, tess)
    _teaching(campus, tess, starts_in_days=-20)
    client.force_login(_signed_in("tess@example.org"))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/lehre/").status_code == 200
        return len(queries)

    client.get("/lehre/")
    one = asked()
    course = courses.course(campus)
    for n in range(49):
        _teaching(campus, tess, course=course, starts_in_days=n - 20)
    assert asked() == one


# What a funder reads


def test_a_funder_reads_no_name_and_no_firm(client, campus):
    topic = needs.topic(campus)
    needs.firms(campus, topic, 4)
    credentials.credential(campus, "Evangelia", "Muster")
    client.force_login(commons.user(campus, "fund@example.org", "funder"))

    page = client.get("/foerderer/").content.decode() + client.get("/foerderer/zahlen.csv").content.decode("utf-8-sig")

    assert "Evangelia" not in page
    assert "Betrieb 1" not in page
    assert "Meldungen von Bedarf" in page


@pytest.mark.parametrize(
    "query", ["?von=2026-1&bis=2027-1", "?von=9999-4", "?von=2027-9&bis=%00", "?von=🙂&bis=" + "1" * 20, "?bis=0000-1"]
)
def test_no_span_breaks_the_page(client, campus, query):
    client.force_login(commons.user(campus, "fund@example.org", "funder"))

    assert client.get(f"/foerderer/{query}").status_code == 200
    assert client.get(f"/foerderer/zahlen.csv{query}").status_code == 200


def test_the_own_pages_speak_english(client, campus, ada):
    bookings.booking(courses.run(campus))
    client.force_login(ada)

    assert "Up next" in client.get("/en/mein/").content.decode()


@pytest.mark.parametrize(
    ("days", "wait"), [(0, "Seit weniger als einem Tag."), (1, "Seit einem Tag."), (5, "Seit 5 Tagen.")]
)
def test_the_wait_of_an_erasure_is_counted(campus, ada, now, days, wait):
    from glascampus.commons.people.actions import ask_for_erasure
    from glascampus.commons.people.announces import board

    ask_for_erasure(campus=campus, by=ada, now=now)

    assert [(item.title, item.detail) for item in board(now + timedelta(days=days))] == [
        ("Jemand bittet, alle Daten zu löschen", f"{wait} Sie haben einen Monat Zeit.")
    ]
