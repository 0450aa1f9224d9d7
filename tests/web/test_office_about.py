"""What the public pages say of the campus, the office changes in the browser."""

from __future__ import annotations

import pytest
from django.urls import reverse

from glascampus.commons.campuses.models import Fact
from glascampus.commons.journal.models import Line
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.people.models import Person
from glascampus.commons.sites.models import Room, Site
from tests.build import commons

FACT = {
    "kind": "funding",
    "dated": "2019-07",
    "text_de": "Der Aufbau wird gefördert.",
    "text_en": "",
    "source_url": "",
    "amount_euros": "420000,50",
}
KINDS = ["fact", "organisation", "site", "room", "person"]


def typed(kind, campus):
    """A full form of each kind."""
    return {
        "fact": FACT,
        "organisation": {"name": "Hütte", "slug": "huette", "kind": "company"},
        "site": {"name_de": "Halle", "slug": "halle", "town": "Torgau"},
        "room": {"site": commons.site(campus).pk, "name_de": "Raum 1", "slug": "raum-1", "seats": "12"},
        "person": {"given_name": "Lehrkraft", "family_name": "A", "teaches": "on"},
    }[kind]


def row(kind):
    model = {"fact": Fact, "organisation": Organisation, "site": Site, "room": Room, "person": Person}[kind]
    return model.objects.order_by("-pk").first()


@pytest.mark.parametrize("kind", KINDS)
def test_the_office_makes_changes_and_removes(client, anna, campus, kind):
    client.force_login(anna)
    values = typed(kind, campus)
    before = Line.objects.count()
    assert client.post(reverse(f"web:{kind}_new"), values).status_code == 302
    made = row(kind)
    assert client.get(reverse(f"web:{kind}_edit", args=[made.pk])).status_code == 200
    assert client.post(reverse(f"web:{kind}_edit", args=[made.pk]), values).status_code == 302
    assert client.get(reverse("web:office_about")).status_code == 200
    assert client.get(reverse(f"web:{kind}_remove", args=[made.pk])).status_code == 200
    assert client.post(reverse(f"web:{kind}_remove", args=[made.pk])).status_code == 302
    assert not type(made).objects.filter(pk=made.pk).exists()
    assert Line.objects.count() == before + 3


def test_a_grant_is_kept_in_cents_and_shown_to_everybody(client, anna, campus):
    client.force_login(anna)
    client.post(reverse("web:fact_new"), FACT)
    assert Fact.objects.get().amount_cents == 42000050
    client.logout()
    assert "420.000,50" in client.get("/partner/").content.decode()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", ["", "x" * 10_000, "😀", "<script>alert(1)</script>", "a\x00b", "=1+1", "9" * 25])
def test_nothing_typed_breaks_a_form(client, anna, campus, kind, value):
    client.force_login(anna)
    answer = client.post(reverse(f"web:{kind}_new"), dict.fromkeys(typed(kind, campus), value))
    assert answer.status_code in {302, 422}
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ["bodo", "carla"])
def test_only_the_office_gets_in(request, client, campus, kind, who):
    client.force_login(request.getfixturevalue(who))
    assert client.post(reverse(f"web:{kind}_new"), typed(kind, campus)).status_code == 403


def test_the_office_changes_the_campus(client, anna, campus):
    client.force_login(anna)
    client.post(reverse("web:campus_edit"), {"name_de": "Neuer Name", "about_de": "Wir sind hier."})
    assert "Neuer Name" in client.get("/partner/").content.decode()
