"""One search over what the apps announce."""

from __future__ import annotations

import pytest

from tests.build import courses, curriculum, needs


def test_every_station_is_found_and_drafts_are_not(client, campus):
    topic = needs.topic(campus, "Glas kühlen")
    module = curriculum.module(campus, topic, title="Kühlen verstehen")
    courses.course(campus, title="Kühlofen fahren", modules=[module])
    courses.course(campus, title="Kühlturm bauen", state="draft")
    text = client.get("/suche/?q=k%C3%BChl").content.decode()
    assert [title in text for title in ("Glas kühlen", "Kühlen verstehen", "Kühlofen fahren", "Kühlturm bauen")] == [
        True
    ] * 3 + [False]
    assert "3 Treffer" in text


def test_what_is_not_there_leads_on(client, campus):
    assert "Bedarf melden" in client.get("/suche/?q=quantencomputer").content.decode()
    assert client.get("/en/suche/").status_code == 200


@pytest.mark.parametrize(
    "asked", ["%00", "x" * 5000, "%3Cscript%3Ealert(1)%3C/script%3E", "%F0%9F%98%80", "a+" * 200, "%25_"]
)
def test_nothing_asked_breaks_it(client, campus, asked):
    answer = client.get(f"/suche/?q={asked}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_it_asks_three_questions_of_the_tables(client, campus, django_assert_max_num_queries):
    needs.topic(campus, "Glas kühlen")
    with django_assert_max_num_queries(5):
        client.get("/suche/?q=glas")
