"""The bookings' voice."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from glascampus.basics import days

SENTENCES = {
    "found_booking": _("Buchung"),
    "mail_bookings.asked_again": _("Rückruf-Runde: Kommen Sie?"),
    "mail_bookings.booked": _("Buchungsbestätigung"),
    "mail_bookings.cancelled": _("Plätze storniert"),
    "mail_bookings.moved_up": _("Von der Warteliste nachgerückt"),
    "mail_bookings.names_changed": _("Name geändert"),
    "mail_bookings.offer_ended": _("Angebot eines Platzes abgelaufen"),
    "mail_bookings.offered": _("Freien Platz angeboten"),
    "mail_bookings.remind_day": _("Erinnerung am Tag davor"),
    "mail_bookings.remind_provisional": _("Erinnerung: Vormerkung endet bald"),
    "mail_bookings.remind_week": _("Erinnerung eine Woche davor"),
    "mail_bookings.run_cancelled": _("Durchgang abgesagt"),
    "mail_bookings.run_confirmed": _("Durchgang findet statt"),
    "mail_bookings.run_moved": _("Durchgang verlegt"),
    "mail_bookings.stepped_back": _("Nach der Verlegung zurückgetreten"),
    "mail_bookings.waiting": _("Auf der Warteliste"),
    "booking_closed": _("Dieser Termin ist nicht mehr buchbar. Es wurde nichts gebucht."),
    "already_booked": _("Für %(names)s gibt es bei diesem Termin schon eine Buchung. Es wurde nichts gebucht."),
    "nothing_offered": _("Dieses Angebot gilt nicht mehr. Der Platz ist weitergegeben."),
    "scale_wrong": _(
        "So geht die Staffel nicht auf: Wer später storniert, darf nicht weniger zahlen, und jeder Tag steht einmal da."
    ),
    "nothing_to_decide": _("Das ist schon erledigt. Es wurde nichts geändert."),
    "tax_exempt_4_21": _("umsatzsteuerfrei nach §\u00a04 Nr. 21 UStG"),
    "tax_unknown": _("zur Umsatzsteuer steht für diesen Tag nichts im Regelwerk"),
    "no_rules": _(
        "Für diesen Tag steht im Regelwerk keine Umsatzsteuer. Bitte sprechen Sie mit dem Büro. Es wurde nichts gebucht."
    ),
    "tax_included": _("Endpreis einschließlich %(percent)s %% Umsatzsteuer"),
    "fee_free_until_start": _("bis zum Beginn: nichts"),
    "fee_until_start": _("bis zum Beginn: %(percent)s Prozent des Preises"),
    "fee_free_until_day": _("bis einen Tag vor Beginn: nichts"),
    "fee_until_day": _("bis einen Tag vor Beginn: %(percent)s Prozent des Preises"),
    "fee_free_until": _("bis %(days)s Tage vor Beginn: nichts"),
    "fee_until": _("bis %(days)s Tage vor Beginn: %(percent)s Prozent des Preises"),
    "fee_after": _("danach: der ganze Preis"),
    "too_late_to_cancel": _("Der Kurs hat begonnen. Bitte sprechen Sie mit dem Büro."),
    "minimum_reached": _("%(have)s fest, %(need)s nötig: Der Kurs kann stattfinden."),
    "minimum_open": _("%(have)s fest, %(reserved)s vorgemerkt, %(need)s nötig."),
    "person_has_no_name": _("Zeile %(line)s: Hier fehlt der Name."),
    "person_name_too_long": _("Zeile %(line)s: Der Name ist zu lang."),
    "person_email_wrong": _("Zeile %(line)s: Die E-Mail-Adresse stimmt so nicht."),
    "too_many_people": _("Höchstens %(most)s Personen je Buchung. Bitte teilen Sie die Liste."),
    "one_person_only": _(
        "Wer für sich bucht, bucht einen Platz. Für mehrere wählen Sie „Ein Betrieb bucht für seine Leute“."
    ),
    "seat_cancelled": _("Dieser Platz ist storniert."),
    "line_first_who_fits": _("Plätze frei: %(free)s. Sie waren an der Reihe und bekamen %(seats)s angeboten."),
    "line_as_many_as_fit": _(
        "Plätze frei: %(free)s. Ihre Gruppe braucht %(wants)s und darf geteilt werden: Sie bekam %(seats)s angeboten."
    ),
    "line_group_too_large": _(
        "Plätze frei: %(free)s. Ihre Gruppe braucht %(wants)s und bleibt zusammen. Das Angebot ging an die Nächsten, die passen."
    ),
    "line_before_you": _("Plätze frei: %(free)s. %(seats)s gingen an eine Buchung, die länger wartet als Ihre."),
    "same_person_twice": _("Zeile %(line)s: Diese Person steht schon in der Liste."),
    "start_certain": _("So gut wie sicher: Voraussichtlich kommen %(low)s bis %(high)s Personen, %(need)s sind nötig."),
    "start_likely": _("Wahrscheinlich: Voraussichtlich kommen %(low)s bis %(high)s Personen, %(need)s sind nötig."),
    "start_unsure": _(
        "Offen: Voraussichtlich kommen %(low)s bis %(high)s Personen, %(need)s sind nötig. Fragen Sie weiter nach."
    ),
    "start_unlikely": _("Unwahrscheinlich: Voraussichtlich kommen %(low)s bis %(high)s Personen, %(need)s sind nötig."),
    "undo_over": _("Die zehn Minuten sind um. Das lässt sich nicht mehr zurücknehmen."),
    "undo_changed": _(
        "Seitdem hat sich etwas geändert, zum Beispiel hat jemand geantwortet. Deshalb lässt es sich nicht mehr zurücknehmen."
    ),
    "undone_already": _("Das ist schon zurückgenommen. Es geht keine Mail hinaus."),
    "undo_sent": _("Eine Mail ist schon hinausgegangen. Deshalb lässt es sich nicht mehr zurücknehmen."),
    "undo_full": _("Die Plätze sind inzwischen vergeben. Deshalb lässt es sich nicht mehr zurücknehmen."),
    "move_answered": _("Sie haben schon geantwortet. Möchten Sie das ändern? Dann sprechen Sie bitte mit dem Büro."),
    "nothing_moved_for_you": _("Für diese Buchung steht keine Antwort aus."),
    "nobody_to_ask": _("In diesem Durchgang hat noch niemand einen Platz. Es gibt niemanden zu fragen."),
    "no_round": _("Diese Frage ist nicht mehr offen, oder der Platz ist storniert."),
}
DEEDS = {
    "run_confirmed": _("„Findet statt“ für %(course)s"),
    "run_cancelled": _("Absage von %(course)s"),
    "run_moved": _("Verlegung von %(course)s"),
    "booking_cancelled": _("Storno in %(course)s"),
    "calls_started": _("Rückruf-Runde für %(course)s"),
}
OUTCOMES = {
    "sure": _("kommt sicher"),
    "unsure": _("unsicher"),
    "no": _("kommt nicht"),
    "": _("noch nicht gefragt oder nicht erreicht"),
}
HEARD = {
    "booking_link": _("mit dem Link aus der Mail"),
    "user": _("notiert mit einem Zugang, den es nicht mehr gibt"),
    "system": _("vom Campus selbst eingetragen"),
}
CLASHES = {"room": _("Der Raum %(name)s ist dann belegt"), "lecturer": _("%(name)s lehrt dann anderswo")}
WHY_OPEN = {
    "no_match": _("Dazu passt keine Buchung. Bitte suchen Sie nach Name, Kurs und Tag, und fragen Sie nach."),
    "several": _("Dazu passen mehrere Buchungen. Bitte fragen Sie nach, welche gemeint ist."),
    "no_consumer": _(
        "Hier hat ein Betrieb oder jemand Selbstständiges gebucht. Das Gesetz gibt dann kein Widerrufsrecht."
    ),
    "only_part": _("Es soll nur ein Teil widerrufen werden. Bitte entscheiden Sie, was das bedeutet."),
    "has_begun": _("Der Kurs hatte schon begonnen. Bitte entscheiden Sie, welcher Teil zu zahlen ist."),
    "too_late": _("Die Frist war schon vorbei."),
    "cancelled_before": _("Diese Buchung war schon storniert."),
}


def day_text(day: date) -> str:
    """A day as a sentence names it: "8. Dez. 2026", in English "8 Dec 2026"."""
    return days.short(day)


def heard_text(kind: str) -> str:
    """How the campus knows what a person said where no user stands beside it; "" where nobody can say any more."""
    return str(HEARD.get(kind, ""))


def decide_text(day: date, left: int) -> str:
    """Until when a decision is asked for, in words where it is near."""
    if left < 0:
        return gettext("Die Entscheidung war am %(day)s fällig.") % {"day": day_text(day)}
    near = {0: gettext("Entscheidung heute."), 1: gettext("Entscheidung bis morgen.")}
    return near.get(left) or gettext("Entscheidung bis %(day)s.") % {"day": day_text(day)}


BOOKERS = {"company": _("Betriebe"), "private": _("Privatleute"), "self_employed": _("Selbstständige")}
