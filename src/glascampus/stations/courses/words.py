"""The courses' voice."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SENTENCES = {
    "run_full": _("So viele Plätze sind nicht mehr frei. Frei: %(free)s."),
    "seats_one": _("noch 1 Platz"),
    "seats_free": _("%(free)s Plätze frei"),
    "seats_waiting": _("Warteliste"),
    "seats_none": _("ausgebucht"),
    "run_planned": _("in Planung"),
    "run_cancelled": _("abgesagt"),
    "run_done": _("vorbei"),
    "run_closed": _("Buchung beendet"),
    "run_state": _("Das geht in diesem Zustand nicht mehr. Es wurde nichts geändert."),
    "run_without_sessions": _("Der Durchgang hat noch keinen Termin. Tragen Sie zuerst einen ein."),
    "run_has_bookings": _("Es haben schon Menschen gebucht. Sagen Sie den Durchgang ab, statt ihn zurückzunehmen."),
    "last_session": _("Ein buchbarer Durchgang braucht mindestens einen Termin. Tragen Sie zuerst den neuen ein."),
    "session_without_length": _("Das Ende muss nach dem Beginn liegen."),
    "sessions_overlap": _("Zu dieser Zeit gibt es in diesem Durchgang schon einen Termin."),
    "closes_after_start": _("Die Buchung muss enden, bevor der erste Termin beginnt."),
    "capacity_below_taken": _("Es sind schon %(taken)s Plätze vergeben. Weniger Plätze gehen nicht."),
    "minimum_above_capacity": _("Es können nicht mehr Zusagen nötig sein, als es Plätze gibt."),
    "code_unfit": _("Nur Kleinbuchstaben, Ziffern und Bindestriche."),
    "room_elsewhere": _("Dieser Raum gehört zu einem anderen Standort."),
    "course_without_modules": _("Ein Kurs braucht mindestens ein Modul, bevor alle ihn sehen."),
    "course_with_runs": _(
        "Zu diesem Kurs gibt es buchbare Durchgänge. Er bleibt sichtbar, bis sie vorbei oder abgesagt sind."
    ),
    "nothing_moved": _("Das sind die Zeiten, die schon gelten. Es wurde nichts geändert."),
    "moved_into_the_past": _("Der erste Termin läge in der Vergangenheit."),
    "found_course": _("Kurs"),
    "found_run": _("Durchgang"),
    "room_taken_twice": _("%(room)s ist zur selben Zeit für „%(course)s“ belegt."),
    "lecturer_taken_twice": _("%(name)s lehrt zur selben Zeit in „%(course)s“."),
    "room_too_small": _("%(room)s hat %(seats)s Plätze, der Durchgang %(capacity)s."),
    "shift_early": _("Frühschicht"),
    "shift_late": _("Spätschicht"),
    "shift_night": _("Nachtschicht"),
    "shift_day": _("Tagschicht"),
    "shift_free": pgettext_lazy("shift", "frei"),
    "shift_same_time": _("%(shift)s zur selben Zeit"),
    "shift_beside": _("am selben Tag %(shift)s, zusammen %(have)s von höchstens %(most)s Stunden"),
    "shift_day_too_long": _("mit der %(shift)s zusammen %(have)s Stunden, erlaubt sind %(most)s"),
    "shift_rest_before": _("Ruhezeit zu kurz: nach der %(shift)s nur %(have)s von %(need)s Stunden"),
    "shift_rest_after": _("Ruhezeit zu kurz: vor der %(shift)s nur %(have)s von %(need)s Stunden"),
    "shift_fits_day": _("passt: An dem Tag ist frei"),
    "shift_fits_both": _("passt: beide Tage frei"),
    "shift_fits_days": _("passt: alle %(days)s Tage frei"),
    "shift_fits_beside": _("passt neben der Schicht"),
    "shift_some": _("%(where)s steht die %(shift)s im Weg"),
    "shift_several": _("%(where)s stehen Schichten im Weg"),
    "shift_rest_short": _("%(where)s ist die Ruhezeit zu kurz"),
    "days_only": _("an dem Tag"),
    "days_both": _("an beiden Tagen"),
    "days_all": _("an allen %(days)s Tagen"),
    "days_some": _("an %(busy)s von %(days)s Tagen"),
    "cycle_without_shift": _("In diesem Schichtplan gibt es keine %(shift)s."),
    "run_not_offered": _("Diesen Termin kann man nicht mehr buchen. Hier stehen die, die es noch gibt."),
    "run_without_offer": _("Zurzeit gibt es keinen Termin, für den wir rechnen können."),
    "fund_unknown": _("Dazu steht für diesen Tag nichts im Regelwerk."),
    "fund_mandatory": _("Das Gesetz verlangt diese Schulung ohnehin. Solche Schulungen sind ausgenommen."),
    "fund_hours": _("Der Kurs allein ist zu kurz: %(have)s Stunden, nötig sind mehr als %(need)s."),
    "fund_stack": _(
        "Mehrere Kurse, die zusammen mehr als %(need)s Stunden haben und als eine Maßnahme zugelassen sind."
    ),
    "fund_approval": _("Die %(have)s Stunden reichen. Aber der Träger und der Kurs müssen dafür zugelassen sein."),
    "fund_hours_reached": _("Die %(have)s Stunden reichen. Es entscheidet die Agentur für Arbeit."),
    "fund_people": _(
        "Die Zulassung. Und je Person: Der Berufsabschluss ist mindestens %(since)s Jahre her, die letzte geförderte Weiterbildung mindestens %(between)s."
    ),
    "fund_grant_suspended": _("Zurzeit nimmt die Sächsische Aufbaubank keine Anträge an."),
    "fund_grant_again": _(
        "Dass sie wieder Anträge annimmt. Zuletzt musste ein Kurs mindestens %(need)s kosten, dieser kostet %(have)s."
    ),
    "fund_grant_again_price": _(
        "Für diesen Kurs zuletzt nichts: Ein Kurs musste mindestens %(need)s kosten, dieser kostet %(have)s."
    ),
    "fund_grant_price": _("Der Kurs müsste mindestens %(need)s kosten; er kostet %(have)s."),
    "fund_grant_open": _(
        "Bis zu %(share)s Prozent der Kursgebühr sind möglich. Es entscheidet die Sächsische Aufbaubank."
    ),
    "fund_grant_first": _("Stellen Sie den Antrag, bevor Sie verbindlich buchen."),
    "fund_leave_from": _("Das Gesetz gilt erst ab %(day)s. Dieser Kurs beginnt vorher."),
    "fund_leave_days": _(
        "%(paid)s bezahlte Tage im Jahr für jede Person, die %(months)s Monate im Betrieb ist; dieser Kurs dauert %(have)s. Ob er dafür anerkannt wird, steht noch nicht fest."
    ),
    "fund_leave_small": _(
        "Die Anerkennung des Kurses. Kleine Betriebe bekommen dann %(refund)s je Tag zurück; die Quellen nennen etwa %(people)s Beschäftigte als Grenze."
    ),
    "too_many_questions": _("Mehr als %(most)s Fragen liest niemand. Löschen Sie zuerst eine."),
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
ALSO = {  # what people type; never shown
    "presence": "vor Ort Präsenz on site in person",
    "live": "online live von zu Hause Fernkurs Webinar remote",
}
ON_SHIFT = {
    "early": _("früh"),
    "late": _("spät"),
    "night": _("nachts"),
    "day": _("tagsüber"),
    "off": pgettext_lazy("shift", "frei"),
}
CYCLES = {
    "tag": _("Tagschicht, Montag bis Freitag"),
    "zwei": _("Zwei Schichten, Wechsel jede Woche"),
    "drei": _("Drei Schichten, erst früh, dann spät"),
    "drei-zurueck": _("Drei Schichten, erst nachts, dann spät"),
    "voll-8": _("Rund um die Uhr, vier Teams, zwei Tage frei"),
    "voll-10": _("Rund um die Uhr, fünf Teams, vier Tage frei"),
    "voll-28": _("Rund um die Uhr, vier Teams, je sieben Tage"),
}
INSTRUMENTS = {
    "sgb3_82": _("Agentur für Arbeit (§ 82 SGB III)"),
    "sab": _("Weiterbildungsscheck Sachsen (SAB)"),
    "qualifizierungszeit_sn": _("Qualifizierungszeit Sachsen"),
}
VERDICTS = {"no": _("nein"), "not_yet": _("noch nicht"), "perhaps": _("vielleicht"), "unknown": _("offen")}
