"""The courses' voice."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "run_full": _("So viele Plätze sind nicht mehr frei. Frei: %(free)s."),
    "seats_one": _("noch 1 Platz"),
    "seats_free": _("%(free)s Plätze frei"),
    "seats_waiting": _("Warteliste"),
    "seats_none": _("ausgebucht"),
    "run_planned": _("in Planung"),
    "run_cancelled": _("abgesagt"),
    "run_done": _("vorbei"),
    "run_closed": _("Anmeldung beendet"),
    "run_state": _("Das geht in diesem Zustand nicht mehr. Es wurde nichts geändert."),
    "run_without_sessions": _("Der Durchgang hat noch keinen Termin. Tragen Sie zuerst einen ein."),
    "run_has_bookings": _("Es haben schon Menschen gebucht. Sagen Sie den Durchgang ab, statt ihn zurückzuziehen."),
    "last_session": _("Ein buchbarer Durchgang braucht mindestens einen Termin. Tragen Sie zuerst den neuen ein."),
    "session_without_length": _("Das Ende muss nach dem Beginn liegen."),
    "sessions_overlap": _("Zu dieser Zeit gibt es in diesem Durchgang schon einen Termin."),
    "closes_after_start": _("Die Anmeldung muss enden, bevor der erste Termin beginnt."),
    "capacity_below_taken": _("Es sind schon %(taken)s Plätze vergeben. Weniger Plätze gehen nicht."),
    "minimum_above_capacity": _("Es können nicht mehr Zusagen nötig sein, als es Plätze gibt."),
    "code_unfit": _("Nur kleine Buchstaben, Ziffern und Bindestriche."),
    "room_elsewhere": _("Dieser Raum gehört zu einem anderen Standort."),
    "course_without_modules": _("Ein Kurs braucht mindestens ein Modul, bevor alle ihn sehen."),
    "course_with_runs": _(
        "Zu diesem Kurs gibt es buchbare Durchgänge. Er bleibt sichtbar, bis sie vorbei oder abgesagt sind."
    ),
    "nothing_moved": _("Das sind die Zeiten, die schon gelten. Es wurde nichts geändert."),
    "moved_into_the_past": _("Der erste Termin läge in der Vergangenheit."),
    "session_has_begun": _("Dieser Termin hat schon begonnen."),
    "row_no_day": _("Bitte so: 12.03.2027 oder 2027-03-12."),
    "row_no_time": _("Bitte so: 8:00 oder 08:00."),
    "row_no_room": _(
        "Diesen Raum kennen wir nicht. Schreiben Sie ihn wie unter „Über uns“, oder lassen Sie das Feld leer."
    ),
    "row_no_level": _("Bitte eines von: %(levels)s."),
    "row_no_module": _("Das Modul „%(title)s“ kennen wir nicht."),
    "course_not_published": _("Der Kurs ist noch ein Entwurf. Veröffentlichen Sie zuerst den Kurs."),
}
MODES = {"presence": _("vor Ort"), "live": _("live online"), "mixed": _("vor Ort und live online"), "": ""}
