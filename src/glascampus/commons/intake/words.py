"""What is wrong with a list, in sentences."""

from django.utils.translation import gettext_lazy as _

PASTE = _("Aus einer Tabelle übernehmen")
SENTENCES = {
    "table_too_large": _("Die Datei ist größer als %(most)s MB. Teilen Sie die Liste."),
    "table_too_many_rows": _("Die Liste hat mehr als %(most)s Zeilen. Teilen Sie sie."),
    "table_too_wide": _("Die Liste hat mehr als %(most)s Spalten. Löschen Sie die, die nicht gebraucht werden."),
    "table_cell_too_long": _("In Zeile %(row)s steht ein Text mit mehr als %(most)s Zeichen."),
    "table_broken": _("Diese Datei lässt sich nicht lesen. Speichern Sie sie als CSV oder als Excel-Datei (.xlsx)."),
    "table_empty": _("Die Liste ist leer."),
    "nothing_to_take": _("In dieser Liste ist keine Zeile, die übernommen werden kann."),
    "list_taken_back": _("Diese Liste wurde schon zurückgenommen."),
    "unknown_list": _("Eine solche Liste kennt der Campus nicht."),
    "row_twice": _("Steht schon weiter oben in der Liste."),
    "row_too_wide": _("Hat mehr Spalten als erwartet."),
    "cell_empty": _("Hier fehlt etwas."),
    "cell_too_long": _("Das sind mehr als %(most)s Zeichen."),
}
