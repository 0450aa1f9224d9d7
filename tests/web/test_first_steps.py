"""A new campus is led from nothing to its first booking; each step is done when the thing is there, by whatever way it came."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.legal.models import LegalText
from glascampus.commons.roles.actions import change_campus
from glascampus.commons.sites.actions import keep_room
from glascampus.commons.sites.models import Room
from glascampus.web import first_steps as way
from glascampus.web.keyring import note_export
from tests.build import bookings, commons, courses, curriculum, legal, needs

BOARD, STEPS = "/buero/", "/buero/erste-schritte/"


@pytest.fixture
def office(client, anna, settings, tmp_path):
    settings.EMAIL_IS_SET, settings.DATA = False, tmp_path
    client.force_login(anna)
    return client


def path(campus, anna, now):
    return way.first_steps(Campus.objects.get(pk=campus.pk), anna, now)


def still_open(campus, anna, now):
    found = path(campus, anna, now)
    return {step.text for step in found.open} if found else set()


def test_each_step_is_done_by_its_own_thing_and_by_no_other(office, campus, anna, now, settings, monkeypatch):
    def go_live():
        Campus.objects.filter(pk=campus.pk).update(address="https://campus.example")

    def keys():
        monkeypatch.setattr(way, "is_exported", lambda _place: True)

    made = {}
    deeds = [
        ("Sagen, wer Sie sind", lambda: change_campus(campus=campus, about_de="Wir.", email="b@example.org", by=SYSTEM, now=now)),
        ("Impressum schreiben", lambda: legal.text(campus, "imprint")),
        ("Datenschutzerklärung schreiben", lambda: legal.text(campus, "privacy")),
        ("Die anderen Rechtstexte schreiben", lambda: [legal.text(campus, kind) for kind in ("terms", "withdrawal", "accessibility")]),
        ("Mailserver einrichten", lambda: setattr(settings, "EMAIL_IS_SET", True)),
        ("Eine Adresse im Netz geben", go_live),
        ("Schlüssel sichern", keys),
        ("Jemanden ins Büro einladen", lambda: commons.user(campus, "zwei@example.org", "office")),
        ("Einen Standort anlegen", lambda: made.update(site=commons.site(campus))),
        ("Einen Raum anlegen", lambda: keep_room(room=Room(campus=campus), by=SYSTEM, now=now, site=made["site"], name_de="Halle", slug="h", seats=9)),
        ("Eine Lehrkraft anlegen", lambda: commons.person(campus, teaches=True)),
        ("Das erste Thema festhalten", lambda: needs.topic(campus)),
        ("Das erste Modul veröffentlichen", lambda: made.update(module=curriculum.module(campus))),
        ("Den ersten Kurs veröffentlichen", lambda: made.update(course=courses.course(campus, modules=[made["module"]]))),
        ("Den ersten Durchgang öffnen", lambda: made.update(run=courses.run(campus, made["course"]))),
        ("Einmal selbst buchen", lambda: bookings.booking(made["run"])),
    ]  # fmt: skip

    for text, do in deeds:
        before = still_open(campus, anna, now)
        do()
        assert before - still_open(campus, anna, now) in ({text}, before), text

    assert path(campus, anna, now) is None


def test_whoever_works_alone_is_through_without_a_colleague(office, campus, anna, now):
    found = way.FirstSteps(
        [("", [way.Step("a", "", "/", done=True), way.Step("b", "", "/", done=False, may_wait=True)])]
    )

    assert (found.over, found.done, len(found.steps)) == (True, 1, 2)


def test_the_keys_count_as_saved_once_they_were_exported(office, campus, anna, now, settings):
    assert "Schlüssel sichern" in still_open(campus, anna, now)

    place = way.keys_directory(settings.DATA)
    place.mkdir(parents=True, exist_ok=True)
    (place / "secret.key").write_text("x" * 50)
    note_export(place)

    assert "Schlüssel sichern" not in still_open(campus, anna, now)


def test_a_demo_needs_no_steps(office, campus, anna, now):
    Campus.objects.filter(pk=campus.pk).update(is_demo=True)

    assert path(campus, anna, now) is None
    assert "Die ersten Schritte" not in office.get(BOARD).content.decode()
    assert office.get(STEPS).status_code == 200


def test_the_board_begins_with_the_next_three_and_every_step_leads_somewhere(office, campus):
    page = office.get(BOARD).content.decode()

    assert "<h1>Die ersten Schritte</h1>" in page
    assert "16 Schritte bis zur ersten Buchung." in page
    assert page.count("Anfangen<span") == 3
    assert page.count("Rechtstexte fehlen") == 0  # said among the steps already
    every = office.get(STEPS).content.decode()
    links = re.findall(r'class="button [^"]*low" href="([^"#]+)', every)
    assert len(links) == 16
    assert {office.get(link).status_code for link in links} == {200}


def test_later_puts_them_away_until_the_next_sign_in(office, campus, anna):
    office.post(reverse("web:first_steps_later"))
    page = office.get(BOARD).content.decode()
    assert "Anfangen<span" not in page
    assert STEPS in page
    assert "5 Rechtstexte fehlen" in page

    office.force_login(anna)
    office.session.flush()
    office.force_login(anna)

    assert "Anfangen<span" in office.get(BOARD).content.decode()


def test_what_was_written_with_no_words_counts_as_missing(office, campus, anna, now):
    LegalText.objects.create(campus=campus, kind="imprint", number=1, text_de="", valid_from=now.date(), made_at=now)

    assert "Impressum schreiben" in still_open(campus, anna, now)


def test_what_is_begun_goes_on_where_it_stands(office, campus, anna, now):
    draft = courses.course(campus, state="draft", modules=[curriculum.module(campus, state="draft")])

    links = {step.text: step.url for step in path(campus, anna, now).open}

    assert links["Den ersten Kurs veröffentlichen"] == reverse("courses:office_course", args=[draft.pk])
    assert re.fullmatch(r"/buero/curriculum/\d+/", links["Das erste Modul veröffentlichen"])
    assert links["Den ersten Durchgang öffnen"] == reverse("courses:office_run_new")
