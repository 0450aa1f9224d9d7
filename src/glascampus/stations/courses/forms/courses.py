"""What the office says of a course: its words and modules, past editions, questions before it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from glascampus.commons.desk.forms import DeskModelForm, WithExamplesForm
from glascampus.stations.courses.models import Course, FitQuestion, History

LOW = forms.Textarea(attrs={"rows": 3})
FIELD_NAMES = {
    "title_de": _("Titel"), "title_en": _("Titel auf Englisch"), "summary_de": _("Worum es geht"),
    "summary_en": _("Worum es geht, auf Englisch"), "audience_de": _("Für wen"), "audience_en": _("Für wen, auf Englisch"),
    "level": _("Niveau"), "modules": _("Module"), "mandatory": _("vom Gesetz verlangt"),
}  # fmt: skip


class CourseForm(WithExamplesForm):
    """A course in words, and the modules it is made of."""

    field_names = FIELD_NAMES

    class Meta:
        model = Course
        fields = ["title_de", "title_en", "summary_de", "summary_en", "audience_de", "audience_en", "level", "modules",
                  "mandatory", "source_url", "example_fields"]  # fmt: skip
        labels = {
            "title_de": _("Titel"), "title_en": _("Titel auf Englisch"), "summary_de": _("Worum es geht"),
            "summary_en": _("Worum es geht, auf Englisch"), "audience_de": _("Für wen"), "audience_en": _("Für wen, auf Englisch"),
            "level": _("Niveau"), "modules": _("Module"), "mandatory": _("Das Gesetz verlangt diese Schulung"), "source_url": _("Quelle"),
        }  # fmt: skip
        help_texts = {
            "modules": _("Daraus folgt, auf welche Themen der Kurs antwortet und was man danach kann."),
            "mandatory": _("Was das Gesetz ohnehin verlangt, wird nicht gefördert."),
            "source_url": _("Adresse der Seite, auf der der Kurs öffentlich steht. Kann leer bleiben."),
        }
        widgets = {"summary_de": LOW, "summary_en": LOW}


class HistoryForm(DeskModelForm):
    """A past edition that is publicly documented."""

    class Meta:
        model = History
        fields = ["dated", "text_de", "text_en", "participants", "source_url"]
        labels = {
            "dated": _("Wann"), "text_de": _("Was war"), "text_en": _("Was war, auf Englisch"),
            "participants": _("Wie viele dabei waren"), "source_url": _("Quelle"),
        }  # fmt: skip
        help_texts = {"dated": _("So genau, wie die Quelle es sagt, zum Beispiel 2020-03 oder „Frühjahr 2020“.")}


class FitQuestionForm(DeskModelForm):
    """A question of "Bin ich hier richtig?", and what to say to whoever answers otherwise."""

    class Meta:
        model = FitQuestion
        fields = ["ask_de", "ask_en", "good", "otherwise_de", "otherwise_en", "instead"]
        labels = {
            "ask_de": _("Frage"), "ask_en": _("Frage auf Englisch"), "good": _("Welche Antwort passt zum Kurs?"),
            "otherwise_de": _("Was wir bei der anderen Antwort sagen"), "otherwise_en": _("Was wir sagen, auf Englisch"),
            "instead": _("Anderer Kurs, der dann besser passt"),
        }  # fmt: skip
        help_texts = {
            "ask_de": _("Mit Ja oder Nein zu beantworten, in einfachen Worten."),
            "otherwise_de": _("Was hilft weiter? Kein Vorwurf, kein Nein."),
            "instead": _("Kann leer bleiben. Dann steht da nur, dass man uns fragen kann."),
        }
        widgets = {"good": forms.RadioSelect, "otherwise_de": LOW, "otherwise_en": LOW}
