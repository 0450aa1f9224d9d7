"""What is wrong with a list, in sentences."""

from django.utils.translation import gettext_lazy as _

PASTE = _("Aus Excel einfügen")
KINDS = {"organisations": _("Betriebe und Partner"), "people": _("Personen")}
COLUMNS = {
    "name": _("Name"), "town": _("Stadt"), "url": _("Webseite"), "given_name": _("Vorname"), "family_name": _("Nachname"),
    "email": _("E-Mail"), "organisation_name": _("Betrieb"), "teaches": _("Lehrt (ja oder nein)"),
}  # fmt: skip
SENTENCES = {
    "table_too_large": _("Die Datei ist größer als %(most)s MB. Teilen Sie die Liste."),
    "table_too_many_rows": _("Die Liste hat mehr als %(most)s Zeilen. Teilen Sie sie."),
    "table_too_wide": _("Die Liste hat mehr als %(most)s Spalten. Löschen Sie die, die nicht gebraucht werden."),
    "table_cell_too_long": _("In Zeile %(row)s steht ein Text mit mehr als %(most)s Zeichen."),
    "table_broken": _("Diese Datei lässt sich nicht lesen. Speichern Sie sie als CSV oder als Excel-Datei (.xlsx)."),
    "table_empty": _("Die Liste ist leer."),
    "nothing_to_take": _("In dieser Liste ist keine Zeile, die übernommen werden kann."),
    "list_taken_back": _("Diese Liste wurde schon zurückgenommen."),
    "row_twice": _("Steht schon weiter oben in der Liste."),
    "row_too_wide": _("Hat mehr Spalten als erwartet."),
    "row_without_name": _("Der Name fehlt."),
    "row_without_given_name": _("Der Vorname fehlt."),
    "row_long_name": _("Der Name ist länger als %(most)s Zeichen."),
    "row_long_town": _("Der Ort ist länger als %(most)s Zeichen."),
    "row_long_url": _("Die Adresse der Webseite ist länger als %(most)s Zeichen."),
    "row_long_given_name": _("Der Vorname ist länger als %(most)s Zeichen."),
    "row_long_family_name": _("Der Nachname ist länger als %(most)s Zeichen."),
    "row_long_email": _("Die E-Mail-Adresse ist länger als %(most)s Zeichen."),
    "row_long_organisation_name": _("Der Betrieb ist länger als %(most)s Zeichen."),
    "row_long_teaches": _("Bei „Lehrt“ steht mehr als ja oder nein."),
    "row_email_wrong": _("Die E-Mail-Adresse stimmt nicht."),
    "row_url_wrong": _("Die Adresse der Webseite muss mit https:// beginnen."),
    "row_not_yes_or_no": _("Bei „Lehrt“ bitte ja oder nein."),
}
