"""The main pages of every role, with a real address for each, found by walking there."""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode, urlsplit

from tests.story.servers import Campus, Mailbox, links_in
from tests.story.surf import Answer, Reader, Surfer

PUBLIC = {
    "home": "/", "tour": "/?rundgang=1", "catalogue": "/kurse/", "catalogue-narrow": "/kurse/?frei=1", "dates": "/termine/", "dates-month": "/termine/?ansicht=monat", "needs": "/bedarf/",
    "report": "/bedarf/melden/", "curriculum": "/curriculum/", "impact": "/wirkung/", "partners": "/partner/", "model": "/modell/",
    "youth": "/jugend/", "news": "/aktuelles/", "news-item": "/aktuelles/zusage-glaslab/", "page": "/seiten/netzwerk/",
    "imprint": "/impressum/", "privacy": "/datenschutz/", "accessibility": "/barrierefreiheit/", "terms": "/teilnahmebedingungen/",
    "search": "/suche/?q=glas", "sign-in": "/anmelden/",
    "sign-in-password": "/anmelden/passwort/", "sign-in-sent": "/anmelden/gesendet/", "check-enter": "/nachweis/", "post": "/demo/post/",
    "wall": "/wirkung/leinwand/", "style": "/stil/", "withdraw": "/vertrag-widerrufen/", "withdrawal-text": "/widerrufsbelehrung/", "report-barrier": "/barrierefreiheit/melden/",
    "help": "/hilfe/", "help-chapter": "/hilfe/betrieb/", "help-run": "/hilfe/betreiben/", "help-words": "/hilfe/woerter/",
}  # fmt: skip
OFFICE = {
    "board": "/buero/", "calendar": "/buero/kalender/", "calendar-month": "/buero/kalender/?ansicht=monat",
    "monday": "/buero/montagsbrief/", "first-steps": "/buero/erste-schritte/",
    "access": "/buero/zugaenge/", "access-new": "/buero/zugaenge/neu/", "account": "/konto/", "second-factor": "/konto/zweiter-faktor/", "statements": "/buero/bedarf/?stand=all", "topics": "/buero/themen/", "modules": "/buero/curriculum/",
    "module-new": "/buero/curriculum/neu/", "courses": "/buero/kurse/", "runs": "/buero/durchgaenge/", "run-new": "/buero/durchgaenge/neu/",
    "bookings": "/buero/buchungen/", "credentials": "/buero/nachweise/", "about": "/buero/ueber-uns/", "campus-edit": "/buero/ueber-uns/campus/",
    "fact-new": "/buero/fakten/neu/", "pages": "/buero/seiten/", "page-told": "/buero/seiten/jugend/", "page-write": "/buero/seiten/jugend/schreiben/",
    "picture-new": "/buero/seiten/jugend/bild/", "organisations": "/buero/organisationen/", "people": "/buero/personen/", "mails": "/buero/post/",
    "paste": "/buero/einlesen/", "office-search": "/buero/suche/?q=glas", "shortcuts": "/buero/tasten/",
}  # fmt: skip
OWN = {
    "company": {"company": "/betrieb/", "company-bookings": "/betrieb/buchungen/", "company-people": "/betrieb/leute/", "company-papers": "/betrieb/nachweise/"},
    "lecturer": {"teaching": "/lehre/", "teaching-dates": "/lehre/termine/"},
    "participant": {"my-courses": "/mein/"},
    "funder": {"figures": "/foerderer/"},
}  # fmt: skip


def own_places() -> dict[str, dict[str, str]]:
    """By role: name -> address of the pages that are each reader's own."""
    return {role: dict(found) for role, found in OWN.items()}


def public_places(campus: Campus, mailbox: Mailbox) -> dict[str, str]:
    """Name -> address of what a stranger sees, private links of her own included."""
    surfer = Surfer(campus.url)
    found = dict(PUBLIC)
    needs, courses, modules = (surfer.get(path).read() for path in ("/bedarf/", "/kurse/", "/curriculum/"))
    found["need"] = _first(needs, r"/bedarf/(?!melden|gemeldet)[^/]+/$")
    found["course"] = _first(courses, r"/kurse/[^/]+/$")
    found["for-company"] = f"{found['course']}fuer-betriebe/?leute=6&takt=drei&schicht=late"
    found["fit"] = f"{found['course']}passt-das/?f1=nein"
    found["module"] = _first(modules, r"/curriculum/[^/]+/$")
    told = campus.run("demo", "run", "--code", f"schau-{len(mailbox.mails)}", "--seats", "1", "--min", "1")
    url = json.loads(told.stdout)["url"]
    found["book"] = url
    found["mine"], found["waiting"] = (_book(surfer, url, who) for who in ("Nele Ulme", "Kofi Pirol"))
    found["book-full"] = url
    found["cancel"] = f"{found['mine']}stornieren/"
    found["name"] = _first(surfer.get(found["mine"]).read(), r"/buchung/[^/]+/name/\d+/$")
    found |= _state(surfer, mailbox)
    return found


def office_places(campus: Campus) -> dict[str, str]:
    """Name -> address of what the office sees."""
    surfer = Surfer(campus.url)
    surfer.sign_in_demo()
    found = dict(OFFICE)
    found["statement"] = _first(surfer.get(OFFICE["statements"]).read(), r"/buero/bedarf/\d+/$")
    found["topic"] = _first(surfer.get(OFFICE["topics"]).read(), r"/buero/themen/\d+/$")
    found["module-edit"] = _first(surfer.get(OFFICE["modules"]).read(), r"/buero/curriculum/\d+/$")
    found["course-edit"] = _first(surfer.get(OFFICE["courses"]).read(), r"/buero/kurse/\d+/$")
    coming = _first(surfer.get("/buero/").read(), r"/buero/durchgaenge/[^/]+/(buchungen/)?$").removesuffix("buchungen/")
    found["calls"] = f"{coming}anrufe/"
    papers = surfer.get(OFFICE["credentials"]).read()
    found["credential"] = _first(papers, r"/buero/nachweise/[^/]+/$")
    held = _first(papers, r"/buero/durchgaenge/[^/]+/(anwesenheit/)?$").removesuffix("anwesenheit/")
    found |= {
        "run": held,
        "run-bookings": f"{held}buchungen/",
        "attendance-list": f"{held}anwesenheit/",
        "attendance": f"{held}anwesenheit/eintragen/",
    }
    found["check"] = _first(surfer.get(found["credential"]).read(), r"/nachweis/[^/]+/$")
    return found


def twin(path: str) -> str:
    """The same page in English."""
    return f"/en{path}"


def _first(reader: Reader, pattern: str) -> str:
    return next(path for path in (urlsplit(link).path for link in reader.links) if re.search(pattern, path))


def _form(answer: Answer, **typed: str) -> tuple[object, list[tuple[str, str]]]:
    form = max(answer.read().forms, key=lambda form: len(form.fields))
    return form, [pair for pair in form.as_is() if pair[0] not in typed] + list(typed.items())


def _book(surfer: Surfer, url: str, who: str) -> str:
    address = f"{who.split()[1].lower()}@example.org"
    form, values = _form(surfer.get(url), booker_name=who, booker_email=address, kind="private", terms="on", wait="on")
    answer = surfer.send(form, values)  # type: ignore[arg-type]
    assert answer.status == 302, (url, answer.status, urlencode(values))
    return answer.headers["Location"]


def _state(surfer: Surfer, mailbox: Mailbox) -> dict[str, str]:
    form, values = _form(
        surfer.get("/bedarf/melden/"), wish="Einen Ofen sicher anfahren", people="4", email="ofen@example.org"
    )
    surfer.send(form, values)  # type: ignore[arg-type]
    link = next(
        link for link in links_in(mailbox.wait_for("ofen@example.org", "bestätigen")) if "/bestaetigen/" in link
    )
    asked = urlsplit(link).path
    form, values = _form(surfer.get(asked))
    answer = surfer.send(form, values)  # type: ignore[arg-type]
    return {"confirm": asked, "stands": urlsplit(answer.headers["Location"]).path}
