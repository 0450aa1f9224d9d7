"""Sentences about mail."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "found_mail": _("Mail"),
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
STATES = {
    "wartet": _("wartet"),
    "gehalten": _("wird gehalten"),
    "gesendet": _("gesendet"),
    "gescheitert": _("gescheitert"),
    "zurueck": _("zurückgekommen"),
}
TONES = {"gesendet": "ok", "gescheitert": "stop", "zurueck": "stop", "gehalten": "warn"}
LANGUAGES = {"de": _("Deutsch"), "en": _("Englisch")}
PARTS = {
    "subject": _("Betreff"),
    "greeting": _("Anrede"),
    "intro": _("Einleitung"),
    "note": _("Noch ein Satz von Ihnen"),
    "closing": _("Unterschrift"),
}
BOUNCES = {
    "5.1": _("Diese Adresse gibt es nicht."),
    "5.2": _("Das Postfach nimmt gerade nichts an, oder es ist voll."),
    "5.3": _("Der Mailserver der Gegenseite nimmt die Mail so nicht an."),
    "5.4": _("Der Mailserver der Gegenseite war nicht zu erreichen."),
    "5.7": _("Der Mailserver der Gegenseite lässt unsere Mails nicht zu."),
}


def why_bounced(code: str) -> str:
    """The sentence for an enhanced code such as 5.1.1 (RFC 3463), with the code behind it."""
    return f"{BOUNCES.get(code[:3], _('Der Mailserver der Gegenseite hat sie nicht zugestellt.'))} ({code})"
