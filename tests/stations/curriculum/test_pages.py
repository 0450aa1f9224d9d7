"""The curriculum in the browser."""

import pytest
from django.urls import reverse
from django.utils import translation
from django_scopes import scope

from glascampus.stations.curriculum.models import Competence, Module
from tests.build import commons, curriculum, needs

NASTY = ["", "x" * 10_000, "🎉", "<script>alert(1)</script>", "a\0b", "=1+1"]


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


@pytest.fixture
def office(client, anna):
    client.force_login(anna)
    return client


def test_everyone_reads_the_curriculum(client, campus):
    topic = needs.topic(campus, "Fehler finden")
    needs.topic(campus, "Energie sparen")
    module = curriculum.module(campus, topic, title="Glasfehler")
    needed = curriculum.module(campus, title="Vorher")
    module.prerequisites.set([needed])
    page = client.get(reverse("web:curriculum")).content.decode()
    assert page.index("Energie sparen") < page.index("Fehler finden")
    assert "Lücke" in page
    page = client.get(reverse("web:module", args=[module.slug])).content.decode()
    assert "Blasen und Steinchen unterscheiden" in page
    assert "8 Stunden" in page
    assert "Vorher" in page
    english = client.get(f"/en/curriculum/{module.slug}/").content.decode()
    assert "tell bubbles from stones" in english


def test_drafts_and_other_campuses_are_not_there(client, campus, other_campus):
    draft = curriculum.module(campus, state="draft")
    with scope(campus=other_campus):
        foreign = curriculum.module(other_campus)
    assert client.get(reverse("web:module", args=[draft.slug])).status_code == 404
    assert client.get(reverse("web:module", args=[foreign.slug])).status_code == 404


@pytest.mark.parametrize("rows", [1, 50])
def test_the_list_asks_the_same_however_long(client, campus, django_assert_num_queries, rows):
    for n in range(rows):
        curriculum.module(campus, needs.topic(campus, f"Thema {n}"))
    with django_assert_num_queries(5):
        client.get(reverse("web:curriculum"))


@pytest.mark.parametrize("rows", [1, 50])
def test_the_offices_list_asks_the_same_however_long(office, campus, django_assert_num_queries, rows):
    for n in range(rows):
        curriculum.module(campus, needs.topic(campus, f"Thema {n}"))
        curriculum.competence(campus, f"k-{n}")
    with django_assert_num_queries(15):
        office.get(reverse("curriculum:office_modules"))


def test_the_office_makes_a_module_from_a_need(office, campus):
    topic, firm = needs.topic(campus, "Glas messen"), commons.organisation(campus)
    address = f"{reverse('curriculum:office_module_new')}?thema={topic.pk}"
    assert 'value="Glas messen"' in office.get(address).content.decode()
    given = {"title_de": "Glas messen", "level": "entry", "minutes_presence": "480", "minutes_live": "0", "minutes_async": "0",
             "minutes_recording": "0", "outcomes_de": "messen\nprüfen", "outcomes_en": "measure", f"answer_{topic.pk}": "3",
             "bearer_teaching": [str(firm.pk)]}  # fmt: skip
    answer = office.post(address, given)
    assert answer.status_code == 302
    module = Module.objects.get()
    assert (module.slug, module.state, module.answers.get().depth) == ("glas-messen", "draft", 3)
    assert [(o.text_de, o.text_en) for o in module.outcomes.all()] == [("messen", "measure"), ("prüfen", "")]
    assert module.bearers.get().duty == "teaching"
    edit = reverse("curriculum:office_module", args=[module.pk])
    assert "messen\nprüfen" in office.get(edit).content.decode()
    assert office.post(edit, {**given, "outcomes_en": "a\nb\nc"}).status_code == 422
    assert office.post(edit, {**given, "prerequisites": [str(module.pk)]}).status_code == 422
    office.post(reverse("curriculum:office_module_publish", args=[module.pk]))
    module.refresh_from_db()
    assert module.state == "published"
    office.post(reverse("curriculum:office_module_remove", args=[module.pk]))
    assert not Module.objects.exists()


def test_the_office_makes_a_competence(office, campus):
    module = curriculum.module(campus)
    outcome = module.outcomes.get()
    office.post(
        reverse("curriculum:office_competence_new"), {"title_de": "Fehler finden", "outcomes": [str(outcome.pk)]}
    )
    competence = Competence.objects.get()
    outcome.refresh_from_db()
    assert (competence.slug, outcome.competence) == ("fehler-finden", competence)


def test_a_get_changes_nothing(office, campus):
    module = curriculum.module(campus)
    for name in ("office_module_publish", "office_module_remove"):
        office.get(reverse(f"curriculum:{name}", args=[module.pk]))
    module.refresh_from_db()
    assert module.state == "published"


@pytest.mark.parametrize("nasty", NASTY)
def test_no_input_breaks_the_forms(office, campus, nasty):
    topic, module = needs.topic(campus), curriculum.module(campus)
    everything = dict.fromkeys(
        ["title_de", "title_en", "summary_de", "outcomes_de", "outcomes_en", "level", "minutes_presence", "minutes_live",
         "minutes_async", "minutes_recording", "prerequisites", "source_url", f"answer_{topic.pk}", "bearer_teaching"], nasty)  # fmt: skip
    assert office.post(reverse("curriculum:office_module_new"), everything).status_code == 422
    assert office.post(reverse("curriculum:office_module", args=[module.pk]), everything).status_code == 422
    assert office.get(reverse("curriculum:office_module_new"), {"thema": nasty}).status_code == 200
    assert (
        office.post(reverse("curriculum:office_competence_new"), {"title_de": nasty, "outcomes": nasty}).status_code
        == 422
        or not nasty
    )


@pytest.mark.parametrize("name", ["office_modules", "office_module_new", "office_competence_new"])
def test_only_the_office_gets_in(client, campus, bodo, name):
    assert client.get(reverse(f"curriculum:{name}")).status_code == 302
    client.force_login(bodo)
    assert client.get(reverse(f"curriculum:{name}")).status_code == 403
