"""What the station's codes mean, in plain words."""

from django.utils.translation import gettext_lazy as _

from glascampus.stations.credentials.rules import Ended, Why

SENTENCES = {
    "found_credential": _("Nachweis"),
    "mail_credentials.attendance_link": _("Link zur Anwesenheit für die Lehrkraft"),
    "mail_credentials.issued": _("Nachweis ausgestellt"),
    "mail_credentials.reissued": _("Nachweis neu ausgestellt"),
    "mail_credentials.withdrawn": _("Nachweis zurückgezogen"),
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
    "link_early": _("Der Link öffnet %(before)s Stunden vor dem ersten Termin."),
    "link_between": _("Der Link ist zwischen den Terminen zu. Er öffnet %(before)s Stunden vor dem nächsten Termin."),
    "link_over": _("Der Link ist abgelaufen. Er galt bis %(after)s Stunden nach dem letzten Termin."),
    "link_revoked": _("Der Link wurde zurückgezogen."),
    "link_closed": _("Der Durchgang ist abgeschlossen. Die Anwesenheit steht fest."),
    "session_shut": _("Für diesen Termin ist der Link zu. Es wurde nichts eingetragen. Bitte schreiben Sie dem Büro."),
    "nothing_to_correct": _("Alle Nachweise dieses Durchgangs stimmen schon mit dem überein, was eingetragen ist."),
    "nothing_changes": _("So steht es schon auf dem Nachweis. Es gibt nichts neu auszustellen."),
    "why_unfit": _("Dieser Grund passt hier nicht."),
    "scan_empty": _("Die Datei ist leer oder fehlt. Bitte wählen Sie ein Foto oder einen Scan."),
    "scan_too_big": _("Das ist zu groß. Zusammen dürfen die Dateien höchstens %(most)s MB haben."),
    "scan_too_many_pages": _("Das sind zu viele Seiten. Höchstens %(most)s auf einmal."),
    "scan_too_large": _("Das Bild ist zu groß. Keine Seite darf länger als %(most)s Bildpunkte sein."),
    "scan_no_picture": _("Das ist weder JPG noch PNG noch PDF. Bitte fotografieren oder scannen Sie die Liste."),
    "scan_not_only_picture": _("In dieser Bilddatei steckt noch eine andere Datei. Sie wurde nicht gespeichert."),
    "scan_broken": _("Diese Datei lässt sich nicht lesen. Sie ist beschädigt oder unvollständig."),
    "scan_encrypted": _("Dieses PDF ist verschlüsselt. Bitte speichern Sie es ohne Passwort."),
    "scan_active": _("Dieses PDF enthält Programme, Formulare oder angehängte Dateien. Es wurde nicht gespeichert."),
    "scan_without_picture": _(
        "In diesem PDF ist kein gescanntes Bild. Bitte fotografieren oder scannen Sie die Liste."
    ),
    "scan_no_code": _(
        "Auf dem Bild ist kein QR-Code eines Durchgangs zu erkennen. Es wurde nichts gespeichert. "
        "Wählen Sie unten den Durchgang und die Datei noch einmal, oder machen Sie ein schärferes Foto."
    ),
    "scan_other_campus": _("Dieser QR-Code gehört nicht zu diesem Campus. Es wurde nichts gespeichert."),
    "scan_two_runs": _("Das sind Listen von verschiedenen Durchgängen. Bitte laden Sie jeden für sich hoch."),
    "scan_other_run": _("Der QR-Code gehört zu %(found)s, gewählt ist %(chosen)s. Es wurde nichts gespeichert."),
    "scan_known": _("Diese Liste liegt schon bei diesem Durchgang."),
    "scan_not_stored": _(
        "Die Datei ließ sich nicht speichern. Vielleicht ist die Platte voll. Es wurde nichts geändert."
    ),
    "scan_gone": _("Die Datei fehlt auf diesem Rechner. Sie steht vielleicht in einer Sicherung."),
    "no_typst": _("Das PDF lässt sich auf diesem Rechner gerade nicht machen, das Programm dafür fehlt."),
}

PUBLIC = {
    Ended.REPLACED: _("Dieser Nachweis wurde durch einen neuen ersetzt. Lassen Sie sich den neuen zeigen."),
    Ended.REVOKED: _("Dieser Nachweis wurde zurückgezogen. Er gilt nicht mehr."),
    Ended.MISTAKE: _("Dieser Nachweis war ein Irrtum. Er gilt nicht."),
    Ended.EXPIRED: _("Dieser Nachweis ist abgelaufen. Er galt bis zu dem Tag, der unten steht."),
}

WHYS = {
    Why.NAME_MISSPELT: _("Name falsch geschrieben"),
    Why.NAME_CHANGED: _("Name hat sich geändert"),
    Why.ATTENDANCE_WRONG: _("Anwesenheit war falsch eingetragen"),
    Why.RESULT_WRONG: _("Ergebnis der Prüfung war falsch eingetragen"),
    Why.WRONG_PERSON: _("für die falsche Person ausgestellt"),
    Why.ISSUED_TWICE: _("doppelt ausgestellt"),
    Why.OBTAINED_WRONGLY: _("durch falsche Angaben erlangt"),
    Why.ON_REQUEST: _("auf Wunsch der Person"),
    Why.VALIDITY_OVER: _("Gültigkeit ist abgelaufen"),
}

DEEDS = {
    "credentials.issued": _("ausgestellt"),
    "credentials.replaced": _("durch einen neuen ersetzt"),
    "credentials.revoked": _("zurückgezogen"),
    "credentials.mistake": _("als Irrtum zurückgezogen"),
    "credentials.expired": _("als abgelaufen vermerkt"),
}


def why_label(code: str) -> str:
    """The true reason in words, for the office; empty for a code of an older version."""
    return str(WHYS[Why(code)]) if code in set(Why) else ""
