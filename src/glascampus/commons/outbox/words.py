"""Sentences about mail."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "already_sent": _("Dafür ist es zu spät: Die Mail ist schon unterwegs. Es wurde nichts zurückgenommen."),
    "mail_not_failed": _("Diese Mail ist nicht gescheitert. Es wurde nichts geändert."),
    "mailbox_had_enough": _(
        "An diese Adresse haben wir heute schon %(most)s Mails geschickt, die jemand über die Website ausgelöst hat. "
        "Bitte versuchen Sie es morgen wieder oder rufen Sie das Büro an. Ihre Eingaben stehen noch hier."
    ),
    "address_had_enough": _(
        "Von Ihrem Anschluss kamen in dieser Stunde schon viele Anfragen. Bitte versuchen Sie es in einer Stunde wieder "
        "oder rufen Sie das Büro an. Ihre Eingaben stehen noch hier."
    ),
    "mail_text_placeholder": _("%(unknown)s kennen wir hier nicht. Möglich sind: %(known)s."),
}
