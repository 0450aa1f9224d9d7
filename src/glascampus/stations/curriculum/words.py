"""The curriculum's voice."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "found_module": _("Modul"),
    "prerequisite_circle": _("Ein Modul kann sich nicht selbst voraussetzen, auch nicht über andere Module."),
    "module_without_outcomes": _("Schreiben Sie zuerst, was man nach dem Modul kann. Dann können es alle sehen."),
    "more_english_than_german": _(
        "Es gibt mehr englische als deutsche Sätze. Jede Zeile gehört zur deutschen Zeile mit derselben Nummer."
    ),
}
DEPTH_SIGNS = {1: "●○○", 2: "●●○", 3: "●●●"}
MODES = {
    "minutes_presence": _("vor Ort"),
    "minutes_live": _("live online"),
    "minutes_async": _("selbst, zu freier Zeit"),
    "minutes_recording": _("Aufzeichnung"),
}
ALSO = {  # what people type for a level; never shown
    "entry": "Einstieg Einsteigende Einsteigerin Einsteigerkurs Anfang Anfängerin Anfängerkurs Neulinge beginners entry level newcomers",
    "advanced": "Fortgeschritten Fortgeschrittene Aufbaukurs Vertiefung advanced",
    "expert": "Fachkräfte Führungskräfte Expertin Experten Leitung Chefin experts managers leaders",
    "all": "für alle jeder jede everyone everybody",
}
