"""What the station's codes mean, in plain words."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "attendance_too_low": _("Kein Nachweis: %(have)s Prozent besucht, nötig sind %(need)s Prozent."),
    "attended": _("%(have)s Prozent besucht, nötig sind %(need)s Prozent."),
    "attended_and_passed": _("%(have)s Prozent besucht und die Prüfung bestanden."),
    "attended_not_passed": _("%(have)s Prozent besucht, die Prüfung nicht bestanden."),
    "attended_no_result": _("%(have)s Prozent besucht, zur Prüfung ist kein Ergebnis eingetragen."),
    "person_erased": _("Kein Nachweis: Die Daten der Person wurden gelöscht."),
    "attendance_missing": _("Bei diesen Personen fehlt noch die Anwesenheit: %(names)s."),
    "run_not_over": _("Der Durchgang ist noch nicht vorbei. Abschließen können Sie ihn nach dem letzten Termin."),
    "run_not_held": _("Dieser Durchgang findet nicht statt. Es gibt nichts abzuschließen."),
    "run_already_closed": _("Dieser Durchgang ist schon abgeschlossen."),
    "run_still_open": _("Der Durchgang ist noch nicht abgeschlossen. Vorher gibt es keine Nachweise."),
    "no_sessions": _("Der Durchgang hat noch keine Termine."),
    "session_not_yet": _("Dieser Termin hat noch nicht begonnen."),
    "not_seated": _("Diese Person hat in diesem Durchgang keinen Platz."),
    "not_assessed": _("Zu diesem Kurs gehört keine Prüfung."),
    "no_link": _("Es gibt keinen offenen Link. Machen Sie zuerst einen."),
    "no_lecturer_email": _("Bei keiner Lehrkraft dieses Durchgangs steht eine E-Mail-Adresse."),
    "has_credential": _("Diese Person hat für diesen Durchgang schon einen gültigen Nachweis."),
    "not_valid": _("Dieser Nachweis gilt nicht mehr. Daran lässt sich nichts ändern."),
    "link_early": _("Der Link öffnet zwei Stunden vor dem ersten Termin."),
    "link_over": _("Der Link ist abgelaufen. Er galt bis 24 Stunden nach dem letzten Termin."),
    "link_revoked": _("Der Link wurde zurückgezogen."),
    "link_closed": _("Der Durchgang ist abgeschlossen. Die Anwesenheit steht fest."),
}
