"""The machines' voice; programs hear it in English."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "scope_unknown": _("Das Recht „%(scope)s“ gibt es nicht; es gibt %(known)s."),
    "scope_missing": _("Bitte wählen Sie mindestens ein Recht: %(known)s."),
    "token_without_name": _("Bitte geben Sie dem Schlüssel einen Namen."),
    "token_unknown": _("Einen Schlüssel „%(name)s“ gibt es nicht."),
    "token_ambiguous": _("Mehrere Schlüssel heißen „%(name)s“; bitte nennen Sie die Nummer."),
    "idempotency_key_conflict": _(
        "Dieser Idempotency-Key kam schon mit einem anderen Inhalt. Es wurde nichts geändert."
    ),
    "idempotency_answer_gone": _(
        "Diese Anfrage wurde vor mehr als 72 Stunden beantwortet; die Antwort wird nicht mehr aufbewahrt. Es wurde nichts geändert."
    ),
    "idempotency_in_progress": _("Dieselbe Anfrage wird gerade bearbeitet. Bitte fragen Sie gleich noch einmal."),
}
SCOPES = {
    "bookings:read": _("eigene Buchungen lesen"),
    "bookings:write": _("buchen, Namen ändern, stornieren (und lesen)"),
}
