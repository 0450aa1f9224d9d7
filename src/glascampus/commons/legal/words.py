"""The voice of what is kept by law."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "rule_value_wrong": _("Dieser Wert passt nicht zur Regel. Bitte schreiben Sie ihn wie den ausgelieferten Wert."),
    "rule_unknown": _("Diese Regel kennt das Regelwerk nicht."),
    "rule_twice": _("Für diesen Tag gibt es schon eine eigene Zeile dieser Regel. Bitte wählen Sie ein anderes Datum."),
    "feedback_answered": _("Diese Rückmeldung ist schon beantwortet."),
    "feedback_without_mailbox": _("Hier hat niemand eine E-Mail-Adresse hinterlassen. Bitte schließen Sie die Rückmeldung ohne Antwort."),
}  # fmt: skip
BASES = {
    "contract": _("Vertrag, Art. 6 Abs. 1 b DSGVO"),
    "duty": _("rechtliche Pflicht, Art. 6 Abs. 1 c DSGVO"),
    "consent": _("Einwilligung, Art. 6 Abs. 1 a DSGVO"),
    "interest": _("berechtigtes Interesse, Art. 6 Abs. 1 f DSGVO"),
    "task": _("öffentliche Aufgabe, Art. 6 Abs. 1 e DSGVO"),
}
RECIPIENTS = {
    "office": _("Büro"),
    "lecturers": _("Lehrkräfte des Kurses"),
    "booker": _("wer gebucht hat"),
    "public": _("alle, die den Link haben"),
    "funder": _("Fördergeber, nur als Zahlen"),
    "mail": _("Mailserver"),
    "person": _("die Person selbst"),
}
UNITS = {"days": _("%(number)s Tage"), "years": _("%(number)s Jahre, ab Ende des Jahres")}
VALUES: dict[object, Any] = {
    "none": _("keine"),
    "above_turnover": _("ab dem Umsatz, der beim Schwellenwert steht"),
    "all": _("alle"),
    "right_to_ask_questions": _("ein Recht auf Fragen genügt"),
    "ustg_4_21": _("steuerfrei nach § 4 Nr. 21 UStG"),
    "included": _("Steuer im Preis enthalten"),
}  # of the rulebook, where a code stands for words
SUBJECTS = {
    "accessibility": _("Barrierefreiheit"),
    "consumers": _("Wer privat bucht"),
    "credentials": _("Nachweise"),
    "einvoice": _("E-Rechnung"),
    "fernusg": _("Fernunterricht"),
    "mail": _("Wie oft wir Fremden mailen"),
    "microcredential": _("Microcredentials"),
    "qualifizierungszeit_sn": _("Qualifizierungszeit Sachsen"),
    "retention": _("Wie lange wir etwas behalten"),
    "sab": _("Weiterbildungsscheck Sachsen (SAB)"),
    "sgb3_82": _("Förderung durch die Arbeitsagentur (§ 82 SGB III)"),
    "sgb4_127": _("Lehrkräfte auf Honorar (§ 127 SGB IV)"),
    "start_odds": _("Wie sicher ein Start ist"),
    "vat": _("Umsatzsteuer"),
}  # of the rulebook, by how its keys begin
