"""Kept pages: never old, never somebody else's. Each test looks at what a reader gets in the very next request."""

import gzip
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from glascampus.basics import clock
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import seal
from glascampus.commons.journal.models import Line
from glascampus.commons.journal.reads import state
from glascampus.stations.courses.models import Run
from glascampus.web.page_cache import SHELF, Shelf, _takes_gzip
from tests.build import bookings, commons, courses, curriculum, needs
from tests.build.commons import NOW

KEPT = ["/", "/bedarf/", "/curriculum/", "/kurse/", "/termine/", "/wirkung/", "/partner/", "/modell/"]
READ_ONLY_STATE = 2  # the campus of the address, and the journal's state


@pytest.fixture(autouse=True)
def minutes(settings, monkeypatch):
    settings.PAGE_CACHE_PAGES = 500
    SHELF.clear()
    shift = [NOW - clock.datetime.now(clock.UTC)]
    monkeypatch.setattr(clock, "_shift", [lambda: shift[0]])
    yield shift
    SHELF.clear()


@pytest.fixture
def run(campus):
    module = curriculum.module(campus, needs.topic(campus))
    return courses.run(campus, courses.course(campus, modules=[module], slug="glas-verstehen"), capacity=6, code="gc-1")


def queries(client, path, **headers):
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path, **headers)
    assert answer.status_code == 200
    return len(seen)


def seats(answer):
    return answer.content.decode().split('class="tag')[1].split("</span>")[0].split(">")[1]


# It is quick


@pytest.mark.parametrize("path", KEPT)
@pytest.mark.parametrize("english", ["", "/en"])
def test_a_repeat_asks_only_whose_address_it_is_and_whether_anything_was_done(client, run, path, english):
    path = english + path
    first = client.get(path)

    assert queries(Client(), path) == READ_ONLY_STATE
    assert Client().get(path).content == first.content


@pytest.mark.parametrize("path", ["/kurse/glas-verstehen/", "/bedarf/glasfehler-erkennen/"])
def test_pages_of_one_thing_are_kept_too(client, run, path):
    client.get(path)

    assert queries(Client(), path) == READ_ONLY_STATE


def test_who_has_the_page_already_gets_304_without_a_body(client, run):
    first = client.get("/kurse/")
    again = client.get("/kurse/", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert client.get("/kurse/", headers={"if-none-match": 'W/"other"'}).status_code == 200


def test_caches_on_the_way_must_ask_and_keep_readers_apart(client, run):
    for answer in (client.get("/kurse/"), client.get("/kurse/")):
        assert answer["Cache-Control"] == "no-cache"
        assert {"Accept-Encoding", "Cookie"} <= {word.strip() for word in answer["Vary"].split(",")}
        assert answer["Content-Security-Policy"].startswith("default-src 'self'")
        assert not answer.cookies


def test_whoever_takes_gzip_gets_it_and_it_is_the_same_page(client, run):
    plain = client.get("/kurse/")
    zipped = client.get("/kurse/", headers={"accept-encoding": "br, gzip;q=0.8"})

    assert "Content-Encoding" not in plain
    assert zipped["Content-Encoding"] == "gzip"
    assert int(zipped["Content-Length"]) == len(zipped.content) < len(plain.content)
    assert gzip.decompress(zipped.content) == plain.content


@pytest.mark.parametrize(
    ("accepts", "takes"),
    [
        ("gzip", True),
        ("br, GZIP", True),
        ("gzip; q=0.5", True),
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("xgzip", False),
    ],
)
def test_what_accept_encoding_says_is_heeded(accepts, takes):
    assert _takes_gzip(accepts) is takes


# It is never old


def test_a_booking_changes_the_free_seats_in_the_very_next_request(client, run):
    assert seats(client.get("/kurse/")) == "6 Plätze frei"

    bookings.booking(run)

    assert seats(client.get("/kurse/")) == "5 Plätze frei"
    assert "5 seats" in Client().get("/en/kurse/").content.decode()


@pytest.mark.parametrize("path", ["/", "/kurse/", "/termine/", "/kurse/glas-verstehen/", "/wirkung/"])
def test_a_booking_through_the_page_is_seen_at_every_other_end(client, run, path):
    before = client.get(path).content
    form = {"kind": "private", "booker_name": "Ada Muster", "booker_email": "ada@example.org", "terms": "on"}

    assert Client().post(reverse("bookings:book", args=["gc-1"]), form).status_code == 302

    assert client.get(path).content != before


def test_a_full_run_and_a_cancelled_booking_come_back_right(client, run):
    from glascampus.stations.bookings.actions import cancel_booking

    made = bookings.booking(run)
    assert seats(client.get("/kurse/")) == "5 Plätze frei"

    cancel_booking(booking=made, by=commons.user(run.campus, "office@example.org", "office"), now=NOW)

    assert seats(client.get("/kurse/")) == "6 Plätze frei"


def test_sealing_the_journal_changes_no_page_and_hides_no_change(client, run):
    client.get("/kurse/")
    before = state(run.campus)
    while seal(campus=run.campus):
        pass
    assert state(run.campus) == before
    assert queries(Client(), "/kurse/") == READ_ONLY_STATE

    bookings.booking(run)

    assert state(run.campus) != before
    assert seats(client.get("/kurse/")) == "5 Plätze frei"


def test_a_deed_that_took_its_number_earlier_and_committed_later_is_seen(run):
    """On PostgreSQL ids are given before commit: line 10 may appear after line 11, and the newest id stays 11."""
    early = Line.objects.order_by("pk")[0]
    with_both = state(run.campus)

    Line.objects.filter(pk=early.pk).delete()  # as another connection sees it while the earlier one is not committed

    assert state(run.campus)[1] == with_both[1]
    assert state(run.campus) != with_both


def test_every_minute_is_drawn_anew_since_dates_pass_by_themselves(client, run, minutes):
    assert "gc-1" in client.get("/kurse/").content.decode()

    minutes[0] += timedelta(days=40)

    assert "gc-1" not in client.get("/kurse/").content.decode()


def test_what_changes_without_a_line_in_the_journal_is_seen_a_minute_later(client, run, minutes):
    """The limit of it: every action writes its line, SQL typed by hand does not."""
    client.get("/kurse/")
    Run.objects.filter(pk=run.pk).update(taken=4)
    assert seats(client.get("/kurse/")) == "6 Plätze frei"

    minutes[0] += timedelta(minutes=1)

    assert seats(client.get("/kurse/")) == "2 Plätze frei"


# It is never somebody else's


def test_two_campuses_never_mix(client, run, other_campus):
    here = client.get("/kurse/").content.decode()
    there = client.get("/kurse/", headers={"host": "other.example"}).content.decode()

    assert "gc-1" in here
    assert "gc-1" not in there
    assert "Anderer Campus" in client.get("/kurse/", headers={"host": "other.example"}).content.decode()
    assert "Anderer Campus" not in client.get("/kurse/").content.decode()


def test_a_deed_on_one_campus_leaves_the_pages_of_the_other(client, run, other_campus):
    client.get("/kurse/", headers={"host": "other.example"})

    bookings.booking(run)

    assert queries(Client(), "/kurse/", headers={"host": "other.example"}) == READ_ONLY_STATE


@pytest.fixture(autouse=True)
def _hosts(settings):
    settings.ALLOWED_HOSTS = ["*"]


def test_links_carry_the_address_that_was_asked_for(client, run):
    client.get("/kurse/glas-verstehen/", headers={"host": "one.example"})

    assert "one.example" not in client.get("/kurse/glas-verstehen/", headers={"host": "two.example"}).content.decode()


def test_languages_never_mix(client, run):
    german, english = client.get("/kurse/").content.decode(), client.get("/en/kurse/").content.decode()

    assert '<html lang="de">' in german
    assert '<html lang="en">' in english
    assert Client(headers={"accept-language": "en"}).get("/kurse/").content.decode() == german
    assert Client().get("/en/kurse/").content.decode() == english


def test_every_query_is_a_page_of_its_own(client, run):
    everything = client.get("/kurse/").content
    nothing = client.get("/kurse/?q=gibtesnicht").content

    assert everything != nothing
    assert client.get("/kurse/").content == everything


def test_leaving_the_demo_takes_the_band_away_at_once(client, run):
    Campus.objects.filter(pk=run.campus_id).update(is_demo=True)
    assert 'class="demo"' in client.get("/kurse/").content.decode()

    Campus.objects.filter(pk=run.campus_id).update(is_demo=False)

    assert 'class="demo"' not in client.get("/kurse/").content.decode()


def test_the_office_neither_fills_the_shelf_nor_reads_from_it(client, run, anna):
    courses.course(run.campus, title="Noch geheim", slug="geheim", state="draft")
    office = Client()
    office.force_login(anna)

    assert "Noch geheim" in office.get("/kurse/").content.decode()
    assert len(SHELF) == 0
    assert "Noch geheim" not in client.get("/kurse/").content.decode()
    answer = office.get("/kurse/")
    assert "Noch geheim" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-cache"
    assert "ETag" not in answer


def test_a_message_for_one_reader_is_shown_to_no_other(client, run):
    from django.contrib.messages.storage.base import Message
    from django.contrib.messages.storage.cookie import CookieStorage
    from django.test import RequestFactory

    storage = CookieStorage(RequestFactory().get("/"))
    reader = Client()
    reader.cookies["messages"] = storage._encode([Message(20, "Nur für Sie")])

    assert "Nur für Sie" in reader.get("/kurse/").content.decode()
    assert len(SHELF) == 0
    assert "Nur für Sie" not in client.get("/kurse/").content.decode()


def test_a_page_with_a_form_token_or_a_cookie_is_never_kept(rf, campus):
    from django.http import HttpResponse
    from django.middleware.csrf import get_token

    from glascampus.web.page_cache import kept_ready

    def with_token(request):
        return HttpResponse(get_token(request))

    def with_cookie(request):
        answer = HttpResponse("x")
        answer.set_cookie("a", "b")
        return answer

    def with_its_own_mind(request):
        return HttpResponse("x", headers={"Cache-Control": "no-store"})

    for page in (with_token, with_cookie, with_its_own_mind, lambda request: HttpResponse("x", status=404)):
        request = rf.get("/")
        request.campus, request.session = campus, type("Session", (), {"modified": False})()
        kept_ready(page)(request)
        assert len(SHELF) == 0


@pytest.mark.parametrize(
    "path",
    [
        "/kurse/gibt-es-nicht/",
        "/bedarf/melden/",
        "/anmelden/",
        "/kurse/termin/gc-1/buchen/",
        "/health/",
        "/kurse/?q=" + "x" * 400,
    ],
)
def test_these_are_not_kept(client, run, path):
    client.get(path)

    assert len(SHELF) == 0


@pytest.mark.parametrize("query", ["\x00", "<script>alert(1)</script>", "💥" * 20, "' OR 1=1 --", "../" * 20])
def test_strangers_words_in_the_address_break_nothing(client, run, query):
    first, again = client.get("/kurse/", {"q": query}), client.get("/kurse/", {"q": query})

    assert first.status_code == again.status_code == 200
    assert first.content == again.content
    assert b"<script>alert(1)" not in again.content


def test_other_verbs_go_to_the_page(client, run):
    client.get("/kurse/")

    assert client.head("/kurse/").status_code == 200
    assert client.post("/kurse/").status_code == 200
    assert len(SHELF) == 1


# It stays small


def test_the_shelf_holds_so_many_pages_and_drops_the_one_asked_for_longest_ago(client, run, settings):
    settings.PAGE_CACHE_PAGES = 3
    for n in (1, 2, 3):
        client.get(f"/kurse/?x={n}")
    client.get("/kurse/?x=1")
    client.get("/kurse/?x=4")

    assert len(SHELF) == 3
    assert queries(client, "/kurse/?x=1") == READ_ONLY_STATE
    assert queries(client, "/kurse/?x=2") > READ_ONLY_STATE


def test_the_shelf_holds_so_many_bytes(client, run, settings):
    client.get("/kurse/")
    one = SHELF.bytes
    settings.PAGE_CACHE_BYTES = one * 9
    for n in range(30):
        client.get(f"/kurse/?x={n}")

    assert 0 < SHELF.bytes <= one * 9
    assert len(SHELF) < 30
    assert SHELF.bytes == sum(kept.size for kept in SHELF._pages.values())


def test_a_page_that_would_fill_the_shelf_alone_is_not_kept(client, run, settings):
    settings.PAGE_CACHE_BYTES = 1000

    assert client.get("/kurse/").status_code == 200
    assert len(SHELF) == 0


def test_a_new_shelf_is_empty():
    assert (len(Shelf()), Shelf().bytes, Shelf().find(("a",), ("b",))) == (0, 0, None)


def test_each_campus_has_its_own_state(campus, other_campus):
    needs.topic(campus)
    with scope(campus=other_campus):
        assert state(other_campus) == (0, 0)
    assert state(campus)[0] > 0
