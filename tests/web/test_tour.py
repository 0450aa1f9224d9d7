"""The tour of the demo: carried in the address, offered until dismissed, unknown on a real campus."""

from __future__ import annotations

import pytest
from django.test import Client

from glascampus.commons.campuses.models import Campus
from glascampus.web.page_cache import SHELF
from tests.build import needs

INVITED, FOLLOWED = "Zum ersten Mal hier?", 'class="num">Rundgang'
END = "/demo/rundgang/"


@pytest.fixture
def demo(campus):
    """An empty demo: its tour has the first and the last stop."""
    Campus.objects.filter(pk=campus.pk).update(is_demo=True)
    return campus


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_first_page_of_a_demo_invites_and_no_reader_gets_a_cookie(demo, client):
    answer = client.get("/")

    assert INVITED in answer.content.decode()
    assert not answer.cookies
    assert INVITED not in read(client, "/bedarf/")
    assert 'href="/?rundgang=1"' in read(client, "/bedarf/")


def test_a_stop_stands_on_its_own_page_only_and_leads_to_the_next_one(demo, client):
    first = read(client, "/?rundgang=1")

    assert "Rundgang 1 von 2: Start" in first
    assert 'href="/wirkung/?rundgang=2"' in first
    assert INVITED not in first
    assert "Rundgang 2 von 2: Wirkung" in read(client, "/wirkung/?rundgang=2")
    assert FOLLOWED not in read(client, "/bedarf/?rundgang=2")
    assert not client.cookies


def test_the_tour_speaks_english_and_stays_english(demo, client):
    first = read(client, "/en/?rundgang=1")

    assert "Tour 1 of 2: Start" in first
    assert 'href="/en/wirkung/?rundgang=2"' in first


@pytest.mark.parametrize("asked", ["0", "9", "99", "-1", "x", "²", "", "1%00", "1&rundgang=2"])
def test_a_number_that_is_no_stop_of_this_page_says_nothing(demo, client, asked):
    assert FOLLOWED not in read(client, f"/?rundgang={asked}")


def test_dismissed_is_dismissed_for_good_by_the_one_cookie_it_sets(demo, client):
    answer = client.post(END, {"next": "/bedarf/"})

    assert (answer.status_code, answer["Location"]) == (302, "/bedarf/")
    assert [(name, cookie.value, bool(cookie["httponly"])) for name, cookie in answer.cookies.items()] == [
        ("rundgang", "aus", True)
    ]
    assert INVITED not in read(client, "/")
    assert "Rundgang 1 von 2" in read(client, "/?rundgang=1")


@pytest.mark.parametrize("wanted", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_ending_never_leads_to_another_house(demo, client, wanted):
    assert client.post(END, {"next": wanted})["Location"] == "/"


def test_kept_pages_know_who_dismissed_the_invitation(demo, settings):
    settings.PAGE_CACHE_PAGES = 50
    SHELF.clear()
    there, gone = Client(), Client()
    gone.post(END)

    assert [INVITED in read(one, "/") for one in (there, gone, there, gone)] == [True, False, True, False]
    SHELF.clear()


def test_a_real_campus_knows_no_tour(campus, client):
    needs.topic(campus)

    assert INVITED not in read(client, "/")
    assert FOLLOWED not in read(client, "/?rundgang=1")
    assert client.post(END).status_code == 404


def test_the_cookie_of_the_tour_is_secure_where_the_page_is(client, demo):
    assert client.post(END, secure=True).cookies["rundgang"]["secure"]
    assert not client.post(END).cookies["rundgang"]["secure"]
