"""The voice of pages, news and pictures."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "found_news": _("Aktuelles"),
    "page_is_public": _("Diese Fassung ist schon öffentlich."),
    "page_is_not_public": _("Diese Seite ist zurzeit nicht öffentlich."),
    "page_was_public": _("Diese Seite war schon öffentlich. Sie bleibt im Verlauf und kann zurückgenommen werden."),
    "page_without_title_en": _("Die englische Überschrift fehlt. Alle sehen die deutsche."),
    "page_without_body_en": _("Der englische Text fehlt. Alle sehen den deutschen."),
    "picture_withdrawn": _("Die Einwilligung ist zurückgezogen. Das Bild ist gelöscht."),
    "picture_without_alt": _("Die Beschreibung fehlt."),
    "picture_without_alt_en": _("Die englische Beschreibung fehlt."),
    "picture_without_author": _("Es fehlt, von wem das Bild ist."),
    "picture_without_licence": _("Es fehlt, warum wir das Bild zeigen dürfen."),
    "picture_without_consent": _("Die Einwilligung der Menschen auf dem Bild fehlt."),
    "photo_empty": _("Bitte wählen Sie ein Foto."),
    "photo_too_big": _("Die Datei ist größer als %(most)s MB. Bitte wählen Sie eine kleinere."),
    "photo_too_large": _("Das Bild hat zu viele Bildpunkte, mehr als %(most)s an einer Seite oder zu viele im Ganzen. Bitte verkleinern Sie es."),
    "photo_too_small": _("Das Bild ist zu klein. Jede Seite braucht mindestens %(least)s Bildpunkte."),
    "photo_no_picture": _("Das ist kein Foto im Format JPG oder PNG."),
    "photo_not_only_picture": _("In dieser Datei steckt mehr als ein Bild. Bitte speichern Sie das Foto neu als JPG und wählen Sie es noch einmal."),
    "photo_broken": _("Die Datei lässt sich nicht als Bild lesen. Bitte speichern Sie das Foto neu als JPG und wählen Sie es noch einmal."),
    "photo_not_stored": _("Das Bild konnte nicht gespeichert werden. Es wurde nichts geändert. Bitte versuchen Sie es später noch einmal."),
}  # fmt: skip
