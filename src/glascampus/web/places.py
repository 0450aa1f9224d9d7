"""Pages that no app announces, as one searches for them: by their name, and by what people call them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from glascampus.basics.text import Text
from glascampus.commons.roll.rules import Findable
from glascampus.web.menus import OFFICE, url_of

Place = tuple[str, str | Promise, str | Promise, str]  # route, title, sentence, words one may say for it (never shown)

PUBLIC: Sequence[Place] = (
    ("web:catalogue", _("Kurse"), _("Alle Kurse mit ihren nächsten Terminen."), "Kursliste Angebot Angebote Weiterbildung Programm courses training"),
    ("web:dates", _("Termine"), _("Alle Termine, Monat für Monat."), "Kalender wann Datum calendar when"),
    ("needs:report", _("Bedarf melden"), _("Sagen Sie, was Ihr Betrieb lernen will."), "Wunsch vorschlagen wünschen fehlt suggest"),
    ("web:curriculum", _("Curriculum"), _("Was man hier lernen kann, und auf welchen Bedarf es antwortet."), "Lehrplan Module Inhalte syllabus"),
    ("web:impact", _("Wirkung"), _("Was die Kurse gebracht haben, in Zahlen."), "Zahlen Ergebnisse Statistik Auswertung results figures"),
    ("web:partners", _("Partner"), _("Wer den Campus trägt."), "Betriebe Träger Allianz Schule Universität who"),
    ("web:model", _("Campusmodell"), _("Wie der Campus entstanden ist, und wie andere ihn übernehmen."), "Geschichte übernehmen Vorbild Modell history"),
    ("credentials:enter", _("Nachweis prüfen"), _("Ist ein Zertifikat oder eine Bescheinigung echt?"), "Zertifikat Bescheinigung echt QR certificate verify"),
    ("web:sign_in", _("Anmelden"), _("Zu Ihren Kursen, Ihrem Betrieb oder Ihrer Lehre."), "Login einloggen Konto Zugang Passwort sign in account"),
    ("bookings:withdraw", _("Vertrag widerrufen"), _("Eine private Buchung widerrufen, ohne einen Grund zu nennen."), "Widerruf Rücktritt stornieren kündigen cancel"),
    ("web:terms", _("Teilnahmebedingungen"), _("Was beim Buchen gilt."), "AGB Bedingungen Stornokosten Vertrag conditions"),
    ("web:imprint", _("Impressum"), _("Wer für diese Seiten verantwortlich ist, und wie Sie uns erreichen."), "Kontakt Telefon Adresse Anschrift Mail contact"),
    ("web:privacy", _("Datenschutz"), _("Was wir über Sie wissen, wozu und wie lange."), "DSGVO Daten löschen cookies GDPR"),
    ("web:accessibility", _("Barrierefreiheit"), _("Was noch nicht für alle geht, und wo Sie Barrieren melden."), "Barriere Rollstuhl Hürde BITV Gebärdensprache wheelchair"),
)  # fmt: skip

DEEDS: Sequence[Place] = (
    ("needs:office_on_behalf", _("Bedarf für jemanden eintragen"), "", "neu Meldung Gespräch Anruf"),
    ("needs:office_topic_new", _("Thema anlegen"), "", "neu"),
    ("curriculum:office_module_new", _("Modul anlegen"), "", "neu"),
    ("curriculum:office_competence_new", _("Kompetenz anlegen"), "", "neu"),
    ("courses:office_course_new", _("Kurs anlegen"), "", "neu"),
    ("courses:office_run_new", _("Durchgang anlegen"), "", "neu Termin planen"),
    ("web:access_invite", _("Jemanden einladen"), "", "neu Zugang Benutzer Kollegin Rolle"),
    ("web:organisation_new", _("Organisation anlegen"), "", "neu Betrieb Firma Partner"),
    ("web:person_new", _("Lehrkraft anlegen"), "", "neu Dozent Dozentin Person"),
    ("web:site_new", _("Standort anlegen"), "", "neu Ort"),
    ("web:room_new", _("Raum anlegen"), "", "neu"),
    ("web:fact_new", _("Fakt anlegen"), "", "neu"),
    ("web:token_new", _("Schlüssel für ein Programm anlegen"), "", "neu API Token Schnittstelle"),
)  # fmt: skip

BESIDE: Sequence[Place] = (
    ("web:calendar", _("Kalender"), "", "Woche Monat Räume belegt doppelt"),
    ("web:monday", _("Montagsbrief"), "", "Wochenmail Überblick"),
    ("web:first_steps", _("Die ersten Schritte"), "", "Anfang Einrichtung Checkliste"),
    ("web:organisations", _("Betriebe und Partner"), "", "Organisationen Firmen"),
    ("web:people", _("Personen"), "", "Lehrkräfte Dozenten Teilnehmende"),
    ("web:office_rules", _("Regeln"), "", "Rulebook Gesetz Fristen"),
    ("web:mail_texts", _("Texte der Mails"), "", "Vorlagen"),
    ("web:keys", _("Schlüssel sichern"), "", "Sicherung Backup"),
    ("web:tokens", _("Schnittstelle"), "", "API Token Programme"),
    ("web:erasures", _("Löschungen"), "", "DSGVO vergessen"),
    ("web:privacy_record", _("Verzeichnis der Verarbeitungen"), "", "DSGVO Datenschutz Fristen"),
    ("web:office_feedback", _("Gemeldete Barrieren"), "", "Barrierefreiheit"),
    ("bookings:office_withdrawals", _("Widerrufe"), "", "Rücktritt"),
    ("bookings:office_fees", _("Stornokosten"), "", "Gebühren"),
    ("credentials:lists", _("Unterschriebene Listen"), "", "Teilnahmelisten Anwesenheit Unterschriften"),
    ("intake:take_in", _("Aus einer Tabelle übernehmen"), "", "Excel CSV Import einlesen"),
    ("web:shortcuts", _("Tasten"), "", "Tastatur Kürzel Tastenkürzel Shortcuts"),
)  # fmt: skip


def public() -> Iterator[Findable]:
    """The public pages that are built."""
    yield from _places("page", PUBLIC)


def office() -> Iterator[Findable]:
    """What one can do from anywhere, and the office's pages."""
    yield from _places("deed", DEEDS)
    yield from _places("page", [*((route, label, "", "") for route, label in OFFICE), *BESIDE])


def _places(kind: str, places: Sequence[Place]) -> Iterator[Findable]:
    for route, title, sentence, also in places:
        if url_of(route):
            yield Findable(kind, _both(title), route, summary=_both(sentence), also=also)


@cache
def _both(sentence: str | Promise) -> Text:
    """A translated sentence in both languages at once."""
    with override("de"):
        de = str(sentence)
    with override("en"):
        return Text(de, str(sentence))
