"""The bookings' voice."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "booking_closed": _("Für diesen Termin ist die Anmeldung beendet. Es wurde nichts gebucht."),
    "already_booked": _("Für %(names)s gibt es bei diesem Termin schon eine Buchung. Es wurde nichts gebucht."),
    "nothing_offered": _("Dieses Angebot gilt nicht mehr. Der Platz ist weitergegeben."),
    "too_late_to_cancel": _("Der Kurs hat begonnen. Bitte sprechen Sie mit dem Büro."),
    "minimum_reached": _("%(have)s fest, %(need)s nötig: der Kurs kann stattfinden."),
    "minimum_open": _("%(have)s fest, %(reserved)s vorgemerkt, %(need)s nötig."),
    "person_has_no_name": _("Zeile %(line)s: Hier fehlt der Name."),
    "person_name_too_long": _("Zeile %(line)s: Der Name ist zu lang."),
    "person_email_wrong": _("Zeile %(line)s: Die E-Mail-Adresse stimmt so nicht."),
    "too_many_people": _("Höchstens %(most)s Personen je Buchung. Bitte teilen Sie die Liste."),
    "one_person_only": _(
        "Wer für sich bucht, bucht einen Platz. Für mehrere wählen Sie „Ein Betrieb bucht für seine Leute“."
    ),
    "same_person_twice": _("Zeile %(line)s: Diese Person steht schon in der Liste."),
}
TAX_REASONS = {"ustg_4_21": _("umsatzsteuerfrei nach § 4 Nr. 21 UStG")}
