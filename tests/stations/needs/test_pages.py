"""Needs in the browser: for everyone, for the holder of a link, for the office."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from glascampus.commons.campuses.models import Campus
from glascampus.commons.outbox.models import Mail
from glascampus.commons.roles.models import User
from glascampus.stations.needs import actions, reads
from glascampus.stations.needs.models import Evidence, Statement, Topic
from tests.build import needs as build

GOOD = {
    "wish": "Blasen erkennen",
    "people": "6",
    "wanted_by": "",
    "organisation_name": "Nord GmbH",
    "email": "hr@example.org",
}
HOSTILE = ["", "x" * 10_000, "🙂" * 3000, "<script>alert(1)</script>" * 200, "a\0b", "=1+1"]


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_a_need_is_stated_confirmed_and_followed(campus: Campus, client: Client) -> None:
    answer = client.post("/bedarf/melden/", GOOD, follow=True)
    assert "Bitte bestätigen Sie in Ihrem Postfach" in answer.content.decode()
    statement = Statement.objects.get()
    url = f"/bedarf/bestaetigen/{reads.confirm_token_of(statement)}/"

    page = client.get(url)
    assert "Blasen erkennen" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert not reads.counted().exists()

    for _ in range(2):
        stand = client.post(url, follow=True)
        assert "Ihr Bedarf, wo er steht" in stand.content.decode()
    assert (reads.counted().count(), Mail.objects.count()) == (1, 2)
    assert "Your need, where it stands" in text_of(client, f"/en/bedarf/stand/{reads.token_of(statement)}/")


def test_who_comes_from_a_topic_brings_it_along(campus: Campus, anna: User, client: Client) -> None:
    topic = build.topic(campus, "Glasfehler erkennen")
    url = f"/bedarf/melden/?thema={topic.slug}"
    assert f'href="{url}"' in text_of(client, f"/bedarf/{topic.slug}/")

    page = text_of(client, url)
    client.post(url, GOOD)

    assert "Zum Thema „Glasfehler erkennen“." in page
    assert ">\nGlasfehler erkennen</textarea>" in page
    assert 'href="/bedarf/melden/"' in page
    statement = Statement.objects.get()
    assert (statement.proposed_topic, statement.topic) == (topic, None)
    actions.confirm_statement(token=reads.confirm_token_of(statement), now=statement.stated_at)
    client.force_login(anna)
    assert f'<option value="{topic.pk}" selected>' in text_of(client, f"/buero/bedarf/{statement.pk}/")


@pytest.mark.parametrize("asked", [*HOSTILE, "gibt-es-nicht"])
def test_an_unknown_topic_is_no_topic(campus: Campus, client: Client, asked: str) -> None:
    url = f"/bedarf/melden/?{urlencode({'thema': asked})}"
    assert "Zum Thema" not in text_of(client, url)

    client.post(url, GOOD)

    assert Statement.objects.get().proposed_topic is None


def test_links_that_open_nothing_are_404(campus: Campus, client: Client) -> None:
    waiting = build.stated(campus)

    for url in (
        "/bedarf/bestaetigen/x/", "/bedarf/stand/x/", f"/bedarf/stand/{reads.token_of(waiting)}/",
        f"/bedarf/stand/{reads.confirm_token_of(waiting)}/", "/bedarf/gibt-es-nicht/",
    ):  # fmt: skip
        assert client.get(url).status_code == 404, url


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("field", ["wish", "people", "wanted_by", "organisation_name", "email"])
def test_hostile_input_is_kept_or_refused_in_a_sentence(campus: Campus, client: Client, field: str, value: str) -> None:
    answer = client.post("/bedarf/melden/", {**GOOD, field: value})

    assert answer.status_code in {302, 422}
    if answer.status_code == 422:
        assert 'class="errors"' in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()


def test_an_empty_form_names_each_field(campus: Campus, client: Client) -> None:
    answer = client.post("/bedarf/melden/", {})

    assert (answer.status_code, Statement.objects.count()) == (422, 0)
    assert {"wish", "people", "email"} == set(answer.context["form"].errors)


def test_a_third_mail_is_refused_at_its_field(campus: Campus, client: Client) -> None:
    for n in range(2):
        client.post("/bedarf/melden/", {**GOOD, "wish": str(n)})

    answer = client.post("/bedarf/melden/", {**GOOD, "wish": "3"})

    assert answer.status_code == 422
    assert "An diese Adresse gingen heute schon 2 Mails" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_firms_are_shown_nowhere(campus: Campus, client: Client, count: int) -> None:
    small, large = build.topic(campus, "Klein"), build.topic(campus, "Groß")
    build.firms(campus, small, count)
    build.firms(campus, large, 5)

    overview, detail, file = (text_of(client, url) for url in ("/bedarf/", "/bedarf/klein/", "/bedarf.csv"))

    assert "weniger als 3 Betriebe" in overview
    assert "mindestens 5 Betriebe" in overview
    assert "weniger als 3 Betriebe" in detail
    assert "zu wenige, um es zu zeigen" in detail
    assert "Klein;<3;0;0;;" in file
    assert "Groß;5;0;0;10;" in file
    assert (reads.figures().firms.value, reads.figures().statements.kind) == (5, "hidden")


def test_one_and_two_firms_look_the_same_everywhere(campus: Campus, client: Client) -> None:
    """Nothing that is published differs, so nothing can be computed from it."""
    topic = build.topic(campus, "Klein")
    build.evidence(topic, firms=4)
    build.firms(campus, build.topic(campus, "Anderes"), 3)
    build.firms(campus, topic, 1)
    urls = ("/bedarf/", "/bedarf/klein/", "/bedarf.csv", "/en/bedarf/", "/en/bedarf.csv")
    with_one = [text_of(client, url) for url in urls]

    build.confirmed(campus, topic, organisation_name="Zweiter", email="zwei@example.org", people=40)

    assert [text_of(client, url) for url in urls] == with_one


def test_the_words_of_a_statement_are_never_public(campus: Campus, client: Client) -> None:
    topic = build.topic(campus)
    build.firms(campus, topic, 3)
    build.confirmed(campus, topic, wish="Kanarienvogel", organisation_name="Wellensittich KG")

    for url in ("/bedarf/", f"/bedarf/{topic.slug}/", "/bedarf.csv"):
        page = text_of(client, url)
        assert "Kanarienvogel" not in page
        assert "Wellensittich" not in page


def test_a_topic_shows_its_dated_and_sourced_evidence(campus: Campus, client: Client) -> None:
    topic = build.topic(campus)
    build.evidence(
        topic, firms=4, dated="2026-05", source_title="Bericht", source_url="https://example.org/b", example=True
    )
    build.firms(campus, topic, 3)

    page = text_of(client, f"/bedarf/{topic.slug}/")

    for part in ("7 Betriebe, 1 Gespräch", "Mai 2026", "https://example.org/b", "Beispielwert", "März 2027", "Lücke"):
        assert part in page, part


def test_what_another_campus_knows_is_404(campus: Campus, other_campus: Campus, anna: User, client: Client) -> None:
    with scope(campus=other_campus):
        topic = build.topic(other_campus, "Fremd")
        statement, proof = build.confirmed(other_campus, topic), build.evidence(topic)
    client.force_login(anna)

    for url in (
        "/bedarf/fremd/", f"/bedarf/stand/{reads.token_of(statement)}/", f"/buero/bedarf/{statement.pk}/",
        f"/buero/themen/{topic.pk}/", f"/buero/belege/{proof.pk}/",
    ):  # fmt: skip
        assert client.get(url).status_code == 404, url
    assert "Fremd" not in text_of(client, "/bedarf/")


OFFICE = [
    "/buero/bedarf/", "/buero/bedarf/neu/", "/buero/bedarf/{s}/", "/buero/bedarf/{s}/zuordnen/", "/buero/bedarf/{s}/neues-thema/",
    "/buero/bedarf/{s}/aufteilen/", "/buero/bedarf/{s}/berichtigen/", "/buero/bedarf/{s}/antworten/", "/buero/bedarf/{s}/loeschen/",
    "/buero/themen/", "/buero/themen/neu/", "/buero/themen/{t}/", "/buero/themen/{t}/aendern/", "/buero/themen/{t}/loeschen/",
    "/buero/themen/{t}/beleg/", "/buero/belege/{e}/", "/buero/belege/{e}/loeschen/",
]  # fmt: skip


@pytest.mark.parametrize("url", OFFICE)
def test_only_the_office_enters_its_pages(
    campus: Campus, anna: User, bodo: User, carla: User, client: Client, url: str
) -> None:
    topic = build.topic(campus)
    url = url.format(s=build.confirmed(campus, topic).pk, t=topic.pk, e=build.evidence(topic).pk)
    before = (Statement.objects.count(), Topic.objects.count(), Evidence.objects.count())

    assert client.get(url).status_code == 302
    for stranger in (bodo, carla):
        client.force_login(stranger)
        assert client.get(url).status_code == 403
        assert client.post(url, {"text": "x", "title_de": "x"}).status_code == 403
    assert before == (Statement.objects.count(), Topic.objects.count(), Evidence.objects.count())

    client.force_login(anna)
    assert text_of(client, url).count("<h1") == 1
    assert text_of(client, f"/en{url}").count("<h1") == 1


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "url",
    [
        u
        for u in OFFICE
        if not u.endswith(("loeschen/", "buero/bedarf/", "buero/themen/", "{s}/", "{t}/")) or "belege" in u
    ],
)
def test_hostile_input_never_breaks_the_office(
    campus: Campus, anna: User, client: Client, url: str, value: str
) -> None:
    topic = build.topic(campus)
    url = url.format(s=build.confirmed(campus, topic).pk, t=topic.pk, e=build.evidence(topic).pk)
    client.force_login(anna)
    page = client.get(url)
    fields = page.context["form"].fields

    assert client.post(url, dict.fromkeys(fields, value)).status_code in {302, 422}


@pytest.mark.parametrize(
    "asked", ["stand=%00", "stand=<script>", "seite=%00", "seite=999999999999", "stand=all&seite=x"]
)
def test_hostile_questions_get_an_answer(campus: Campus, anna: User, client: Client, asked: str) -> None:
    client.force_login(anna)
    assert client.get(f"/buero/bedarf/?{asked}").status_code == 200


def test_the_office_carries_a_need_through(campus: Campus, anna: User, client: Client, now: datetime) -> None:
    client.force_login(anna)
    client.post(
        "/buero/bedarf/neu/", {"wish": "Glas prüfen und Öfen fahren", "people": "5", "organisation_name": "Nord"}
    )
    whole = Statement.objects.get()

    client.post(
        f"/buero/bedarf/{whole.pk}/aufteilen/",
        {"wish_1": "Glas prüfen", "people_1": "2", "wish_2": "Öfen fahren", "people_2": "3"},
    )
    part, other = Statement.objects.filter(split_from=whole).order_by("pk")
    client.post(f"/buero/bedarf/{part.pk}/neues-thema/", {"title_de": "Glas prüfen", "summary_de": "Sehen und messen."})
    client.post(f"/buero/bedarf/{other.pk}/zuordnen/", {"topic": str(Topic.objects.get().pk)})
    client.post(f"/buero/bedarf/{part.pk}/antworten/", {"text": "Wird ein Kurs."})
    client.post(
        f"/buero/themen/{Topic.objects.get().pk}/beleg/",
        {"kind": "survey", "says_de": "30 von 40", "dated": "2027", "people": "30"},
    )

    row = reads.topic_rows(anna)[0]
    assert (row.strength.firms, row.strength.surveys, row.strength.people, row.would_send) == (1, 1, 35, 5)
    assert "Wird ein Kurs." in text_of(client, f"/bedarf/stand/{reads.token_of(part)}/")
    whole_page = text_of(client, f"/bedarf/stand/{reads.token_of(whole)}/")
    assert "Wir haben Ihren Bedarf aufgeteilt" in whole_page
    assert f"/bedarf/stand/{reads.token_of(part)}/" in whole_page


def test_who_answers_sees_what_was_asked(campus: Campus, anna: User, client: Client) -> None:
    topic = build.topic(campus, "Glasfehler erkennen")
    asked = build.confirmed(campus, topic, wish="Blasen sehen", organisation_name="Nord GmbH", people=7, language="en")
    client.force_login(anna)

    page = text_of(client, f"/buero/bedarf/{asked.pk}/antworten/")

    for said in ("Blasen sehen", "Nord GmbH", ">7<", "1. März 2027", "Glasfehler erkennen", "Englisch"):
        assert said in page, said


def test_a_split_that_does_not_fit_is_said_in_a_sentence(campus: Campus, anna: User, client: Client) -> None:
    client.force_login(anna)
    statement = build.confirmed(campus)

    answer = client.post(
        f"/buero/bedarf/{statement.pk}/aufteilen/", {"wish_1": "a", "people_1": "1", "wish_2": "b", "people_2": "1"}
    )

    assert answer.status_code == 422
    assert "müssen zusammen 6 Personen ergeben" in answer.content.decode()


def test_lists_ask_the_same_number_of_questions_for_one_and_fifty(
    campus: Campus, anna: User, client: Client, django_assert_num_queries
) -> None:
    topic = build.topic(campus, "Thema 0")
    build.confirmed(campus, topic)
    build.evidence(topic)
    urls = ["/bedarf/", "/bedarf.csv", "/bedarf/thema-0/", "/buero/bedarf/?stand=all", "/buero/themen/"]
    client.force_login(anna)
    counts = [_questions(client, url) for url in urls]

    for n in range(1, 50):
        more = build.topic(campus, f"Thema {n}")
        build.confirmed(campus, more, wish=f"Wunsch {n}")
        build.evidence(more)
        build.evidence(topic)

    assert [_questions(client, url) for url in urls] == counts
    assert max(counts) <= 12


def _questions(client: Client, url: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_the_sitemap_names_pages_that_are_there(campus: Campus, client: Client) -> None:
    from glascampus.stations.needs import announces

    build.topic(campus)

    for name, kwargs in announces.sitemap():
        assert client.get(reverse(name, kwargs=kwargs)).status_code == 200


def test_a_reserved_word_is_no_address_of_a_topic(campus: Campus, client: Client) -> None:
    assert build.topic(campus, "Melden").slug == "melden-2"


def test_the_office_may_remove_what_is_no_need(campus: Campus, anna: User, client: Client) -> None:
    statement = build.stated(campus)
    client.force_login(anna)

    client.post(f"/buero/bedarf/{statement.pk}/loeschen/")

    assert not Statement.objects.exists()
