"""The steps of the story, each done as a person would: by labels, buttons and mailed links, in German or in English."""

from __future__ import annotations

import random
import re
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.messages.pofile import read_po
from playwright.sync_api import Locator, Page, Response, expect

from tests.story.servers import Campus, Mailbox, links_in

ZONE = ZoneInfo("Europe/Berlin")
SOURCES = Path(__file__).resolve().parents[2] / "src" / "glascampus"
PASSWORD = "ein langer Satz aus Torgau"
# Invented: first names of no particular people, family names of birds and trees.
GIVEN = [
    "Aylin",
    "Bernd",
    "Chloé",
    "Dörte",
    "Emil",
    "Fatma",
    "Gregor",
    "Hanka",
    "Ilja",
    "Jana",
    "Kofi",
    "Łucja",
    "Milan",
    "Nele",
]
FAMILY = [
    "Ahorn",
    "Bläßhuhn",
    "Eisvogel",
    "Esche",
    "Fichte",
    "Grünspecht",
    "Kiebitz",
    "Lärche",
    "Mauersegler",
    "O'Fink",
    "Pirol",
    "Ulme",
    "von Weide",
    "Zeisig",
]
ROLES = ("button", "link")


# -- words --


@cache
def english() -> dict[str, set[str]]:
    """Every German sentence of the house with its English ones, as the catalogues have them."""
    found: dict[str, set[str]] = {}
    for path in SOURCES.glob("**/locale/en/LC_MESSAGES/*.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                one, said = message.id, message.string
                pairs = zip(one, said, strict=False) if isinstance(one, tuple) else [(one, said)]
                for german, text in pairs:
                    if german and text:
                        found.setdefault(german, set()).add(text)
    return found


@dataclass(frozen=True)
class Tongue:
    """The language of one walk."""

    code: str

    @property
    def root(self) -> str:
        """How its addresses begin."""
        return "/" if self.code == "de" else "/en/"

    def words(self, german: str) -> str:
        """A pattern for a sentence of the house in this language; ``%(x)s`` stands for anything."""
        if self.code == "de":
            return _pattern(german)
        if german not in english():
            raise AssertionError(f"no English for {german!r}")
        return "|".join(sorted(map(_pattern, english()[german])))

    def whole(self, german: str) -> re.Pattern[str]:
        """Nothing but this, but for the mark of a field that must be filled."""
        return re.compile(rf"^\s*(?:{self.words(german)})(?:\s*\((?:nötig|required)\))?\s*$")

    def whole_word(self, german: str) -> re.Pattern[str]:
        """This as a word of its own."""
        return re.compile(rf"(?<!\w)(?:{self.words(german)})(?!\w)")

    def start(self, german: str) -> re.Pattern[str]:
        """This, and perhaps hidden words after it."""
        return re.compile(rf"^\s*(?:✓ |✗ )?(?:{self.words(german)})(?![\w])")


def _pattern(sentence: str) -> str:
    parts = re.split(r"%\(\w+\)s", sentence)
    return ".*".join(re.escape(part) for part in parts)


# -- who walks where --


@dataclass
class Walk:
    """One story: a campus, a mailbox, a language, one page of a browser, and the names that were drawn."""

    campus: Campus
    mailbox: Mailbox
    page: Page
    tongue: Tongue
    seed: int
    made: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.tag = f"q{self.seed % 1_000_000:06d}"  # no year, no price, and not the tag of a story beside it
        pairs = self.dice.sample([(g, f) for g in GIVEN for f in FAMILY], 7)
        self.people = [
            Guest(f"{given} {family}", f"gast{n}-{self.tag}@example.org") for n, (given, family) in enumerate(pairs, 1)
        ]
        self.firm = Guest(f"Glashütte {self.dice.choice(FAMILY)} {self.tag}", f"personal-{self.tag}@example.org")
        self.lecturer = Guest(f"Frauke Funke{self.tag}", f"lehre-{self.tag}@example.org")
        self.topic = {"de": f"Öfen sicher fahren {self.tag}", "en": f"Running kilns safely {self.tag}"}
        self.course = {"de": f"Ofenkunde {self.tag}", "en": f"Kiln craft {self.tag}"}

    # the smallest things a person does

    def go(self, path: str) -> Response:
        """Open an address of the campus; it must answer below 400."""
        response = self.page.goto(path if path.startswith("http") else self.campus.url + path)
        assert response, path
        assert response.status < 400, f"{path}: {response.status}"
        return response

    def enter(self, path: str = "") -> None:
        """Open an address of the campus in this language."""
        self.go(self.tongue.root + path)

    def button(self, german: str, within: Locator | None = None) -> Locator:
        """A button."""
        return (within or self.page).get_by_role("button", name=self.tongue.start(german))

    def link(self, german: str, within: Locator | None = None) -> Locator:
        """A link in the main part of the page."""
        return (within or self.page.get_by_role("main")).get_by_role("link", name=self.tongue.start(german))

    def press(self, german: str, within: Locator | None = None) -> None:
        """Press the button and see no complaint."""
        with self.page.expect_navigation():
            self.button(german, within).first.click()
        self.no_complaint()

    def follow(self, german: str, within: Locator | None = None) -> None:
        """Follow a link."""
        with self.page.expect_navigation():
            self.link(german, within).first.click()
        self.no_complaint()

    def menu(self, german: str) -> None:
        """Follow a link of the head."""
        with self.page.expect_navigation():
            self.page.get_by_role("banner").get_by_role("link", name=self.tongue.whole(german)).first.click()

    def box(self, german: str) -> Locator:
        """The field with this label."""
        return (
            self.page.get_by_label(self.tongue.whole(german)).and_(self.page.locator("input, select, textarea")).first
        )

    def type(self, values: dict[str, str]) -> None:
        """Fill fields by their labels."""
        for label, value in values.items():
            self.box(label).fill(value)

    def button_of(self, guest: Guest, german: str) -> Locator:
        """One of a person's two big buttons."""
        name = re.compile(rf"^{re.escape(guest.name)}: (?:{self.tongue.words(german)})$")
        return self.page.get_by_role("button", name=name)

    def no_complaint(self) -> None:
        """No error summary, no failure page."""
        wrong = self.page.get_by_role("alert")
        assert not wrong.count(), f"{self.page.url}: {wrong.all_inner_texts()}"
        assert "Traceback" not in self.page.content()

    def sees(self, text: str | re.Pattern[str]) -> None:
        """The main part says so."""
        expect(self.page.get_by_role("main")).to_contain_text(text)

    def mail(self, to: str, german: str) -> list[str]:
        """Links of the mail to ``to`` whose subject is this sentence in this language."""
        return links_in(self.mailbox.wait_for(to, self.tongue.words(german)))


@dataclass(frozen=True)
class Guest:
    """Somebody invented."""

    name: str
    email: str


# -- 1 need --


def state_need(walk: Walk) -> None:
    """A firm says what its people should be able to do, confirms by the mailed link, and gets its private page."""
    walk.enter()
    walk.go(walk.page.get_by_role("link", name=walk.tongue.start("Bedarf melden")).first.get_attribute("href") or "")
    walk.type({
        "Was sollen Ihre Leute können?": f"Unsere Leute sollen den Ofen sicher fahren. {walk.tag}", "Für wie viele Personen?": "6",
        "Ihr Betrieb": walk.firm.name, "Ihre E-Mail-Adresse": walk.firm.email,
    })  # fmt: skip
    walk.press("Bedarf melden", walk.page.get_by_role("main"))
    link = next(x for x in walk.mail(walk.firm.email, "Bitte bestätigen Sie Ihren Bedarf") if "/bestaetigen/" in x)
    walk.go(link)
    walk.press("Ja, bestätigen")
    walk.sees(walk.tag)
    walk.made["private"] = walk.page.url
    assert walk.page.url in walk.mail(walk.firm.email, "Ihr Bedarf, und wo er steht")


# -- the office --


def set_up_office(walk: Walk) -> None:
    """The first person of the office, by the link that the start printed."""
    link = walk.campus.link_said("/einrichten/")
    walk.go(link if walk.tongue.code == "de" else link.replace("/einrichten/", "/en/einrichten/"))
    walk.type({"Ihr Name": "Berta Büro", "E-Mail-Adresse": "buero@example.org", "Passwort": PASSWORD})
    walk.press("Büro eröffnen")
    second_factor(walk)
    assert walk.page.goto(link).status == 404, "the set-up link works once"  # type: ignore[union-attr]
    walk.enter("buero/")


def second_factor(walk: Walk) -> None:
    """The office sets it up before it opens; its codes on paper are for the sign-ins to come."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    secret = walk.page.locator("figcaption code").inner_text().replace(" ", "")
    walk.type({"Code": format_hotp_value(hotp_value(secret, int(time.time()) // 30))})
    walk.press("Einrichten")
    walk.campus.codes = walk.page.locator("main li code").all_inner_texts()
    walk.follow("Aufgeschrieben, weiter")


def sign_in(walk: Walk) -> None:
    """Sign in with the password and a code on paper, or by the demo's button where there is one."""
    walk.enter("anmelden/")
    demo = walk.page.get_by_role("button", name=re.compile("Büro|[Oo]ffice"))
    if demo.count():
        with walk.page.expect_navigation():
            demo.first.click()
        return
    walk.follow("Mit Passwort anmelden")
    walk.type({"E-Mail-Adresse": "buero@example.org", "Passwort": PASSWORD})
    walk.press("Anmelden", walk.page.get_by_role("main"))
    walk.type({"Code": walk.campus.codes.pop()})
    walk.press("Weiter", walk.page.get_by_role("main"))


def sign_out(walk: Walk) -> None:
    """Leave."""
    with walk.page.expect_navigation():
        walk.button("Abmelden").click()


def make_topic(walk: Walk) -> None:
    """From the firm's words to a topic, and an answer to the firm."""
    walk.enter("buero/")
    walk.menu("Meldungen")
    with walk.page.expect_navigation():
        walk.page.get_by_role("link", name=walk.tag).first.click()
    walk.follow("Neues Thema daraus machen")
    walk.type({"Titel": walk.topic["de"], "Titel auf Englisch": walk.topic["en"], "Worum es geht": "Einen Ofen sicher anfahren.",
               "Worum es geht, auf Englisch": "Starting a kiln safely."})  # fmt: skip
    walk.press("Speichern")
    walk.follow("Antwort schreiben")
    walk.type({"Ihre Antwort": "Danke. Wir machen einen Kurs daraus."})
    walk.press("Antwort schicken")
    send_held(walk)
    assert walk.made["private"] in walk.mail(walk.firm.email, "Antwort auf Ihren Bedarf")


def send_held(walk: Walk) -> None:
    """Who does not want to wait the ten minutes sends what is held."""
    walk.enter("buero/post/?stand=gehalten")
    with walk.page.expect_navigation():
        walk.page.locator("main table tbody a").first.click()
    walk.press("Jetzt senden")


def make_module(walk: Walk) -> None:
    """A module that answers the topic: begun from the list of gaps."""
    walk.menu("Module")
    gap = walk.page.get_by_role("listitem").filter(has_text=walk.topic[walk.tongue.code])
    walk.follow("Modul anlegen", gap)
    walk.type({
        "Titel": walk.course["de"], "Titel auf Englisch": walk.course["en"], "Worum es geht": "Vom Anfahren bis zum Abstellen.",
        "Worum es geht, auf Englisch": "From start to shutdown.", "Was man danach kann": "einen Ofen anfahren\neinen Ofen abstellen",
        "Dasselbe auf Englisch": "start a kiln\nshut a kiln down", "Minuten vor Ort": "120",
    })  # fmt: skip
    walk.press("Speichern")
    row = walk.page.get_by_role("row").filter(has_text=walk.course[walk.tongue.code])
    walk.follow("Veröffentlichen", row)
    walk.press("Veröffentlichen")


def make_course(walk: Walk) -> None:
    """A course of this module, in its words."""
    row = walk.page.get_by_role("row").filter(has_text=walk.course[walk.tongue.code])
    walk.follow("Kurs daraus machen", row)
    walk.type({"Für wen": "Für alle am Ofen", "Für wen, auf Englisch": "For everyone at the kiln"})
    walk.press("Speichern")
    walk.made["course_office"] = walk.page.url
    walk.follow("Veröffentlichen")
    walk.press("Veröffentlichen")


def make_place_and_lecturer(walk: Walk) -> None:
    """Where it takes place and who teaches."""
    walk.menu("Über uns")
    walk.follow("Standort anlegen")
    walk.type({"Name (Deutsch)": f"Werkstatt {walk.tag}", "Name (Englisch)": f"Workshop {walk.tag}", "Kurzname für Adressen": f"werkstatt-{walk.tag}",
               "Straße und Hausnummer": "Am Ofen 1", "Postleitzahl": "04860", "Ort": "Torgau"})  # fmt: skip
    walk.press("Speichern")
    walk.follow("Lehrkraft anlegen")
    given, family = walk.lecturer.name.split()
    walk.type({"Vorname": given, "Nachname": family, "E-Mail-Adresse": walk.lecturer.email})
    walk.box("Unterrichtet am Campus").check()
    walk.press("Speichern")


def make_run(walk: Walk, *, starts: datetime) -> None:
    """A run of six seats with one session of two hours; then it is opened."""
    walk.go(walk.made["course_office"])
    walk.follow("Neuer Durchgang")
    site = walk.box("Standort")
    site.select_option(site.locator("option").filter(has_text=walk.tag).get_attribute("value"))
    walk.page.get_by_label(walk.lecturer.name).check()
    walk.type({"Plätze": "6", "Findet statt ab so vielen Zusagen": "4", "Preis je Person in Euro": "490",
               "Buchung bis": f"{starts - timedelta(days=1):%Y-%m-%d}"})  # fmt: skip
    _type_session(walk, starts)
    walk.press("Anlegen")
    walk.made["run_office"] = walk.page.url
    walk.made["code"] = walk.page.url.rstrip("/").rsplit("/", 1)[1]
    walk.follow("Zur Buchung öffnen")
    walk.press("Öffnen")


def _type_session(walk: Walk, starts: datetime) -> None:
    walk.type(
        {"Tag": f"{starts:%Y-%m-%d}", "Beginn": f"{starts:%H:%M}", "Ende": f"{starts + timedelta(hours=2):%H:%M}"}
    )


# -- 4 booking --


def book(walk: Walk, guest: Guest, *, company: str = "", others: tuple[Guest, ...] = (), wait: bool = False) -> str:
    """Book from the course's page; the address of the booking."""
    walk.enter("kurse/")
    with walk.page.expect_navigation():
        walk.page.get_by_role("main").get_by_role("link", name=walk.course[walk.tongue.code]).first.click()
    run = walk.page.locator(f"#{walk.made['code']}")
    if wait:
        expect(run).to_contain_text(re.compile(walk.tongue.words("Warteliste")))
    with walk.page.expect_navigation():
        run.get_by_role("link").last.click()
    walk.page.get_by_label(
        walk.tongue.whole("Ein Betrieb bucht für seine Leute" if company else "Ich buche für mich, privat")
    ).check()
    walk.type({"Ihr Name": guest.name, "Ihre E-Mail-Adresse": guest.email})
    if company:
        walk.type(
            {"Betrieb": company, "Wer nimmt teil?": "\n".join(f"{one.name}, {one.email}" for one in (guest, *others))}
        )
    if wait:  # asked only where seats are few
        walk.box("Wenn kein Platz frei ist, auf die Warteliste").check()
    walk.box("Ich habe die Teilnahmebedingungen gelesen und bin einverstanden.").check()
    walk.press("zahlungspflichtig buchen")
    return walk.page.url


def six_book_and_a_seventh_waits(walk: Walk) -> None:
    """A firm books two, four people book for themselves, the seventh waits with position 1."""
    one, two, *four, seventh = walk.people
    book(walk, one, company=walk.firm.name, others=(two,))
    for guest in four:
        book(walk, guest)
        links = walk.mail(guest.email, "Gebucht: %(course)s")
        assert any("/buchung/" in link for link in links)
    waiting = book(walk, seventh, wait=True)
    walk.sees(re.compile(f"(?:{walk.tongue.words('Position %(position)s')})".replace(".*", "") + "1"))
    walk.made["waiting"] = waiting
    walk.mail(seventh.email, "Auf der Warteliste: %(course)s")


def one_cancels_and_the_seventh_moves_up(walk: Walk) -> None:
    """By the mailed links, without an account."""
    leaver, seventh = walk.people[3], walk.people[6]
    walk.go(next(link for link in walk.mail(leaver.email, "Gebucht: %(course)s") if "/buchung/" in link))
    walk.follow("Stornieren")
    walk.press("Stornieren", walk.page.get_by_role("main"))
    walk.mail(leaver.email, "Storniert: %(course)s")
    offer = next(link for link in walk.mail(seventh.email, "Ein Platz ist frei: %(course)s") if "/annehmen/" in link)
    walk.go(offer)
    walk.press("Platz annehmen")
    assert walk.page.url == walk.made["waiting"]
    walk.mail(seventh.email, "Ihr Platz ist sicher: %(course)s")
    walk.people.remove(leaver)


def decide(walk: Walk) -> None:
    """The office says go; everyone is told."""
    walk.go(walk.made["run_office"])
    walk.follow("Buchungen und Entscheidung")
    walk.follow("Findet statt")
    walk.press("Ja, es findet statt")
    walk.press("Mails jetzt senden")
    for guest in [walk.people[0], *walk.people[2:]]:
        walk.mail(guest.email, "Es findet statt: %(course)s")


def bring_forward(walk: Walk, *, starts: datetime) -> None:
    """The office corrects the dates: it already took place (in a real campus no clock can be turned)."""
    walk.go(walk.made["run_office"])
    walk.follow("Angaben ändern")
    walk.type({"Buchung bis": f"{starts - timedelta(days=1):%Y-%m-%d}"})
    walk.press("Speichern")
    walk.follow("Ändern", walk.page.get_by_role("row").last)
    _type_session(walk, starts)
    walk.press("Speichern")


# -- 5 credential --


def send_attendance_link(walk: Walk) -> str:
    """The office makes the lecturer's link and mails it."""
    walk.go(walk.made["run_office"])
    walk.follow("Anwesenheit und Nachweise")
    walk.press("Link machen")
    walk.press("An die Lehrkraft mailen")
    walk.mailbox.wait_for(walk.lecturer.email)
    return next(link for link in links_in(walk.mailbox.wait_for(walk.lecturer.email)) if "/anwesenheit/" in link)


def tap_attendance(walk: Walk, link: str) -> None:
    """The lecturer taps on the phone: all were here but the last."""
    walk.go(link if walk.tongue.code == "de" or "/en/" in link else link.replace("/anwesenheit/", "/en/anwesenheit/"))
    for n, guest in enumerate(walk.people):
        word = "fehlt" if n == 0 else "da"
        walk.button_of(guest, word).click()
        expect(walk.button_of(guest, word)).to_have_attribute("aria-pressed", "true")
    wide = walk.page.evaluate("document.scrollingElement.scrollWidth")
    assert wide <= (walk.page.viewport_size or {"width": 390})["width"], "the lecturer's page scrolls sideways"


def close_run(walk: Walk) -> dict[str, str]:
    """The office closes the run; everyone who was there gets a link to a credential."""
    walk.go(walk.made["run_office"])
    walk.follow("Anwesenheit und Nachweise")
    walk.follow("Durchgang abschließen")
    walk.press("Abschließen und Nachweise ausstellen")
    send_held(walk)
    found = {}
    for guest in walk.people[1:]:
        links = walk.mail(guest.email, "Ihr Nachweis: %(course)s")
        found[guest.name] = next(link for link in links if "/nachweis/" in link)
    return found


# -- dates --


def two_hours_ago(days: int = 0) -> datetime:
    """A beginning three hours ago, ``days`` later, on the campus's clock; earlier where two hours would reach over midnight."""
    starts = (datetime.now(ZONE) - timedelta(hours=3)).replace(second=0, microsecond=0)
    if (starts + timedelta(hours=2)).date() != starts.date():
        starts = starts.replace(hour=21, minute=0)
    return starts + timedelta(days=days)
