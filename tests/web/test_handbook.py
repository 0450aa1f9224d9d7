"""The handbook: what it quotes stands on the screen, it is there in both languages, and every page leads to its place."""

from __future__ import annotations

import re
from functools import cache

import pytest
from django.urls import get_resolver, reverse
from django.utils import translation
from PIL import Image

from glascampus.web import catalogues, handbook
from glascampus.web.help_places import OFFICE_ELSE, PLACE_OF, PLACES
from tests.access.test_matrix import _walk
from tests.story.shots import BOOK, MAIN, in_language

pytestmark = pytest.mark.django_db
LANGUAGES = ["de", "en"]
QUOTED = re.compile(r"\*\*(.+?)\*\*")
PICTURE = re.compile(r"!\[([^]]*)\]\(\.\./\.\./pictures/([\w-]+\.jpg)\)")


@cache
def on_the_screen(language: str) -> list[re.Pattern[str]]:
    """Every text the campus can show, with anything where it fills in."""
    texts: set[str] = set()
    for po in catalogues.catalogues():
        for message in catalogues._read(po):
            if message.id:
                said = message.id if language == "de" else message.string
                texts |= {said} if isinstance(said, str) else set(said)
    words = {text for text in texts if re.search(r"\w{2}", re.sub(r"%\(\w+\)s", "", text))}
    return [re.compile(".+".join(re.escape(part) for part in re.split(r"%\(\w+\)s", text))) for text in words]


def files(language: str):
    return sorted((handbook.file_of("betrieb", language).parent).glob("*.md"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_quoted_text_stands_on_the_screen(language):
    quoted = {(f.stem, text) for f in files(language) for text in QUOTED.findall(f.read_text(encoding="utf-8"))}

    assert len(quoted) > 150
    assert sorted(q for q in quoted if not any(p.fullmatch(q[1]) for p in on_the_screen(language))) == []


def test_a_text_that_is_nowhere_would_be_found():
    assert not any(p.fullmatch("Rückmeldeliste öffnen") for p in on_the_screen("de"))
    assert not any(p.fullmatch("Bedarf melden") for p in on_the_screen("en"))


def test_both_languages_have_the_same_chapters_and_tasks():
    assert [f.stem for f in files("de")] == [f.stem for f in files("en")] == sorted(handbook.CHAPTERS)
    for german, english in zip(handbook.chapters("de"), handbook.chapters("en"), strict=True):
        assert [place for place, _ in german.tasks] == [place for place, _ in english.tasks], german.slug
        assert german.title != english.title


def test_every_place_of_help_is_a_task_and_every_route_exists():
    tasks = {f"{c.slug}#{place}" for c in handbook.chapters("de") for place, _ in c.tasks}
    routes = {name for name, _ in _walk(get_resolver())}

    assert set(PLACES) | {OFFICE_ELSE} <= tasks
    assert {route for named in PLACES.values() for route in named} <= routes
    assert len({route for named in PLACES.values() for route in named}) == sum(map(len, PLACES.values()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_between_chapters_lead_somewhere(language):
    for chapter in handbook.chapters(language):
        for slug, place in re.findall(r'href="(?:/en)?/hilfe/([\w-]+)/#([\w-]+)"', chapter.html):
            assert place in dict(handbook.chapter(slug, language).tasks), (chapter.slug, slug, place)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_are_there_said_in_words_and_of_the_size_the_page_says(language):
    shown = {found for f in files(language) for found in PICTURE.findall(f.read_text(encoding="utf-8"))}
    room = handbook.file_of("x", language).parents[2] / "pictures"

    assert all(words for words, _ in shown)
    for _, name in shown:
        assert ("-en-" in name) == (language == "en"), name
        with Image.open(room / name) as picture:
            assert picture.size == handbook.SIZES[name.rsplit(".", 1)[0].rsplit("-", 1)[-1]], name
    assert sum(f.stat().st_size for f in room.iterdir()) < 2_000_000


def test_every_picture_of_the_handbook_and_the_readme_is_made_by_the_command():
    room = handbook.file_of("x", "de").parents[2]
    used = set(
        re.findall(
            r"pictures/([\w-]+)\.jpg",
            "".join(f.read_text(encoding="utf-8") for f in [*files("de"), *files("en"), room.parent / "README.md"]),
        )
    )

    made = {in_language(name, language) for name in BOOK for language in LANGUAGES}
    assert used <= made == {f.stem for f in (room / "pictures").iterdir()}


def test_the_main_pages_are_thirty_and_every_role_has_one():
    names = [name for found in MAIN.values() for name in found]

    assert len(names) == len(set(names)) == 30
    assert set(MAIN) == {"stranger", "office", "company", "lecturer", "participant", "funder"}


def test_the_markdown_brings_no_script_and_no_stranger():
    for language in LANGUAGES:
        for chapter in handbook.chapters(language):
            assert not re.search(r"<script|onerror|style=|javascript:", chapter.html)
            assert 'src="http' not in chapter.html
            assert ".md" not in "".join(re.findall(r'href="([^"]*)"', chapter.html))


def test_anybody_reads_it_without_a_cookie(client, campus):
    answer = client.get("/hilfe/buero-kurse/")

    assert answer.status_code == 200
    assert '<h2 id="absagen">Einen Durchgang absagen</h2>' in answer.content.decode()
    assert not answer.cookies


def test_english_stands_under_the_same_name(client, campus):
    assert '<h2 id="absagen">Call off a run</h2>' in client.get("/en/hilfe/buero-kurse/").content.decode()
    assert "For companies" in client.get("/en/hilfe/").content.decode()


def test_a_chapter_nobody_wrote_is_not_there(client, campus):
    assert client.get("/hilfe/gibt-es-nicht/").status_code == 404


def test_a_page_leads_to_the_task_it_is_about(client, campus, anna):
    assert 'href="/hilfe/teilnahme/#finden"' in client.get("/kurse/").content.decode()

    client.force_login(anna)
    page = client.get("/buero/zugaenge/").content.decode()
    assert '/hilfe/buero-haus/#zugaenge">Hilfe<span class="out">: Jemanden einladen' in page


def test_a_page_without_a_place_leads_to_the_contents_and_the_office_to_its_first_chapter(
    client, campus, anna, monkeypatch
):
    monkeypatch.delitem(PLACE_OF, "web:fact_new")
    assert 'href="/hilfe/"' in client.get("/partner/").content.decode()

    client.force_login(anna)
    assert "/hilfe/buero-bedarf/#heute" in client.get("/buero/fakten/neu/").content.decode()


def test_help_knows_the_language_of_the_page():
    with translation.override("en"):
        assert handbook.help_address("betrieb#melden") == "/en/hilfe/betrieb/#melden"
        assert handbook.help_title("betrieb#melden") == "State a need"
        assert handbook.help_address("") == reverse("web:help")
