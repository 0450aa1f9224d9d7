"""Every link on the pages of a stranger and of the office, in both languages: nothing breaks, nothing leads nowhere."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from tests.story.servers import Campus
from tests.story.surf import Answer, Reader, Surfer, pattern_of, within
from tests.story.walk import english

CAMPUS_FILES = Path(__file__).resolve().parents[2] / "campuses"
MOST = 1500
MOST_ALIKE = 4  # the office's pages of one kind that differ by a number only
# Words that stand in nearly every sentence of one language and never in one of the other.
GERMAN = re.compile(
    r"\b(der|das|und|für|nicht|oder|mit|Sie|Ihre?|eine[nrms]?|noch|kein\w?|wird|sind|wenn|auf|bis|vom|zum|zur|auch|bitte|mehr|Zurück|Speichern)\b"
)
ENGLISH = re.compile(
    r"\b(the|and|of|your?|with|for|not|this|that|are|will|which|from|please|until|there|nobody|when|Save|Back)\b",
    re.IGNORECASE,
)
BUTTON = re.compile(r'<(?:a|button)\b[^>]*class="button[ "][^>]*>')
PRIVATE = re.compile(
    r"/(vertrag-widerrufen|anmelden|buero|buchung|einrichten|stand|bestaetigen|melden|buchen|anwesenheit|demo)/"
)


@dataclass
class Crawl:
    """What was found on the way."""

    seen: dict[str, Answer] = field(default_factory=dict)
    read: dict[str, Reader] = field(default_factory=dict)
    came_from: dict[str, str] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)

    def says(self, url: str) -> str:
        """An address with the page that links to it."""
        return f"{url} (from {self.came_from.get(url, 'the start')})"


def crawl(surfer: Surfer, starts: list[str], most_alike: int = MOST) -> Crawl:
    """GET everything that can be reached by links, at most ``MOST`` pages."""
    found, todo, alike = Crawl(), [surfer.root + start for start in starts], Counter[str]()
    while todo and len(found.seen) < MOST:
        url = todo.pop(0)
        alike[pattern_of(url)] += 1
        if url in found.seen or alike[pattern_of(url)] > most_alike:
            continue
        answer = found.seen[url] = surfer.get(url)
        links = [answer.headers["Location"]] if answer.status in {301, 302} else []
        if answer.is_page:
            reader = found.read[url] = answer.read()
            links += reader.links + [source for _, source in reader.sources]
        for link in links:
            whole = urldefrag(surfer.root + link if link.startswith("/") else link)[0]
            if not within(surfer, whole):
                found.outside.add(whole)
            elif whole not in found.came_from:
                found.came_from[whole] = url
                todo.append(whole)
    return found


@pytest.fixture(scope="module")
def stranger(demo_campus: Campus) -> Crawl:
    """Everything a stranger reaches."""
    return crawl(Surfer(demo_campus.url), ["/", "/en/", "/nachweis/", "/sitemap.xml", "/robots.txt", "/health/"])


@pytest.fixture(scope="module")
def office(demo_campus: Campus) -> Crawl:
    """Everything the office reaches."""
    surfer = Surfer(demo_campus.url)
    surfer.sign_in_demo()
    return crawl(surfer, ["/buero/", "/en/buero/"], MOST_ALIKE)


@pytest.fixture(params=["stranger", "office"])
def way(request: pytest.FixtureRequest) -> Crawl:
    """One of the two."""
    found: Crawl = request.getfixturevalue(request.param)
    return found


def test_every_link_leads_to_a_page(way: Crawl) -> None:
    """Nothing breaks, nothing is missing."""
    assert len(way.seen) > 60
    wrong = [
        f"{answer.status} {way.says(url)}"
        for url, answer in way.seen.items()
        if answer.status >= 400 and answer.status != 410
    ]
    assert not wrong, wrong


@pytest.mark.parametrize(
    ("kind", "begin"), [("participant", "/mein/"), ("company", "/betrieb/"), ("lecturer", "/lehre/"), ("funder", "/foerderer/")]
)  # fmt: skip
def test_every_link_of_a_role_leads_to_a_page(demo_campus: Campus, kind: str, begin: str) -> None:
    """From the own page and the own access, in both languages; two of each kind of page are enough."""
    surfer = Surfer(demo_campus.url)
    surfer.sign_in_demo(kind)

    found = crawl(surfer, [begin, f"/en{begin}", "/konto/", "/en/konto/"], most_alike=2)

    assert len(found.seen) > 30
    wrong = [f"{a.status} {found.says(url)}" for url, a in found.seen.items() if a.status >= 400 and a.status != 410]
    assert not wrong, wrong


def test_links_within_a_page_find_their_place(way: Crawl) -> None:
    """``#somewhere`` is there."""
    lost = set()
    for url, reader in way.read.items():
        for link in reader.links:
            whole, part = urldefrag(link)
            there = way.read.get(whole)
            if part and there and unquote(part) not in there.ids:
                lost.add(f"{urlsplit(link).path}#{part} on {url}")
    assert not lost, sorted(lost)[:20]


def test_reading_pages_are_plain(stranger: Crawl) -> None:
    """No script, no cookie, a strict policy, nothing from elsewhere."""
    for url, reader in stranger.read.items():
        answer = stranger.seen[url]
        policy = answer.headers.get("Content-Security-Policy", "")
        assert re.search("default-src '(self|none)'", policy), url
        assert "unsafe" not in policy, url
        assert not reader.styled, f"inline style or handler on {url}"
        assert not [source for tag, source in reader.sources if tag == "script"], url
        assert all(
            urlsplit(source).netloc == urlsplit(url).netloc or source.startswith("data:")
            for _, source in reader.sources
        ), url
        if not PRIVATE.search(url):
            assert not answer.headers.get("Set-Cookie"), url


@pytest.mark.sqlite  # looks do not depend on the database
def test_a_page_has_one_primary_button(way: Crawl) -> None:
    """What it is made for stands out; all else is quiet, warns, or says that it is chosen."""
    crowded = {url: found for url, answer in way.seen.items() if len(found := primary_buttons(answer.text)) > 1}
    assert not crowded


def primary_buttons(text: str) -> list[str]:
    """The tags of all buttons within the main part of a page that are not quiet, not dangerous and not a choice made."""
    tags = BUTTON.findall(text.partition("<main")[2].partition("</main>")[0])
    return [tag for tag in tags if not re.search(r"quiet|danger|aria-pressed|aria-current", tag)]


@pytest.mark.sqlite  # words do not depend on the database
def test_both_languages_say_the_same_pages(way: Crawl) -> None:
    """Each page has its twin."""
    paths = {pattern_of(url) for url, answer in way.seen.items() if answer.is_page and answer.status == 200}
    english_ones = {path.removeprefix("/en") for path in paths if path.startswith("/en/")}
    german_ones = {path for path in paths if not path.startswith("/en/")}
    assert german_ones ^ english_ones == set()


@pytest.mark.sqlite  # words do not depend on the database
def test_the_house_speaks_one_language_at_a_time(way: Crawl) -> None:
    """English on German pages and German on English ones; names and people's own words may stand, and what is marked with its language."""
    own_words = " ".join(
        " ".join(path.read_text().split()) for path in CAMPUS_FILES.rglob("*") if path.suffix in {".toml", ".csv"}
    )
    translated = {german for german, texts in english().items() if german not in texts} - {
        text for texts in english().values() for text in texts
    }
    foreign = {text for texts in english().values() for text in texts} - set(english())
    found: dict[str, str] = {}
    for url, reader in way.read.items():
        page = "en" if urlsplit(url).path.startswith("/en/") else "de"
        words, sentences = (GERMAN, translated) if page == "en" else (ENGLISH, foreign)
        for language, tag, text in reader.said:
            parts = [part.strip(":() „“”") for part in re.split(r" · |, |: |…", text)]
            rest = " ".join(part for part in parts if part not in own_words)
            suspect = text in sentences or len(words.findall(rest)) > 1
            if language == page and tag != "option" and suspect and rest:
                found.setdefault(f"{tag}: {text[:100]}", url)
    assert not found, [f"{said} on {url}" for said, url in found.items()][:60]
