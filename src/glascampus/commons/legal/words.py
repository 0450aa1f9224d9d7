"""The voice of what is kept by law."""

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
