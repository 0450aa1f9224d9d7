"""Sentences about roles."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "already_set_up": _("Das Büro ist schon eröffnet. Bitte melden Sie sich an."),
    "link_over": _("Dieser Link gilt nicht mehr. Bitte fordern Sie einen neuen an."),
    "access_ended": _("Das Büro hat diesen Zugang beendet. Nur das Büro kann ihn wieder öffnen."),
    "enough_links": _("An diese Adresse gingen in der letzten Stunde schon fünf Mails. Bitte warten Sie etwas."),
    "last_office": _("Das ist die letzte Person im Büro. Laden Sie zuerst eine zweite ein."),
    "not_yourself": _("Das muss eine zweite Person im Büro für Sie tun."),
    "already_protected": _("Der zweite Faktor ist schon eingerichtet."),
}
