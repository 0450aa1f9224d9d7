"""Input of the curriculum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from glascampus.commons.desk.forms import DeskModelForm, WithExamplesForm
from glascampus.commons.organisations.models import Organisation
from glascampus.stations.curriculum.models import Bearer, Competence, Module, ModuleAnswer, Outcome
from glascampus.stations.needs.models import Topic

MOST_MINUTES = 100_000
DEPTHS = [(0, _("gar nicht")), *ModuleAnswer.Depth.choices]
LOW, TALL = forms.Textarea(attrs={"rows": 3}), forms.Textarea(attrs={"rows": 5})
TEXTS = ["title_de", "title_en", "summary_de", "summary_en", "level"]
MINUTES = ["minutes_presence", "minutes_live", "minutes_async", "minutes_recording"]
FIELD_NAMES = {
    "title_de": _("Titel"), "title_en": _("Titel auf Englisch"), "summary_de": _("Worum es geht"),
    "summary_en": _("Worum es geht, auf Englisch"), "level": _("Niveau"), "assessed": _("Prüfung"),
    "outcome": _("Was man danach kann"), "answer": _("beantwortete Themen"), "bearer": _("wer es trägt"),
    "minutes_presence": _("Zeit vor Ort"), "minutes_live": _("Zeit live online"), "minutes_async": _("Zeit für sich allein"),
    "minutes_recording": _("Zeit mit Aufzeichnung"),
}  # fmt: skip


class ModuleForm(WithExamplesForm):
    """A module on one page: words, what one can do afterwards, time by mode, needs, bearers."""

    outcomes_de = forms.CharField(
        label=_("Was man danach kann"), help_text=_("Je Zeile ein Satz, zum Beispiel: einen Schaltplan lesen."),
        max_length=6000, widget=TALL, required=False,
    )  # fmt: skip
    outcomes_en = forms.CharField(
        label=_("Dasselbe auf Englisch"), help_text=_("Zeile für Zeile in derselben Reihenfolge."),
        max_length=6000, widget=TALL, required=False,
    )  # fmt: skip
    field_names = FIELD_NAMES

    class Meta:
        model = Module
        fields = [*TEXTS, *MINUTES, "assessed", "prerequisites", "source_url", "example_fields"]
        labels = {
            "title_de": _("Titel"), "title_en": _("Titel auf Englisch"), "summary_de": _("Worum es geht"),
            "summary_en": _("Worum es geht, auf Englisch"), "level": _("Niveau"),
            "minutes_presence": _("Minuten vor Ort"), "minutes_live": _("Minuten live online"),
            "minutes_async": _("Minuten für sich allein, zu freier Zeit"), "minutes_recording": _("Minuten mit Aufzeichnung"),
            "assessed": _("Am Ende wird geprüft, was gelernt wurde"), "prerequisites": _("Was man vorher braucht"),
            "source_url": _("Quelle"),
        }  # fmt: skip
        help_texts = {
            "minutes_presence": _("Ohne Pausen. Eine Unterrichtseinheit hat 45 Minuten."),
            "source_url": _("Adresse der Seite, auf der das Modul öffentlich steht. Kann leer bleiben."),
        }
        widgets = {"summary_de": LOW, "summary_en": LOW}

    def __init__(self, *args: Any, topics: list[Topic], organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = topics
        self._ask_answers(kwargs.get("initial") or {})
        self._ask_bearers(organisations)
        for name in MINUTES:
            self.fields[name].validators.append(MaxValueValidator(MOST_MINUTES))
        own = self.instance.pk
        needed = self.fields["prerequisites"]
        assert isinstance(needed, forms.ModelMultipleChoiceField)
        needed.queryset = Module.objects.exclude(pk=own)
        if own:
            sentences = list(self.instance.outcomes.all())
            self.initial["outcomes_de"] = "\n".join(o.text_de for o in sentences)
            self.initial["outcomes_en"] = "\n".join(o.text_en for o in sentences).rstrip()

    def _ask_answers(self, initial: dict[str, Any]) -> None:
        known = {a.topic_id: a.depth for a in self.instance.answers.all()} if self.instance.pk else {}
        for topic in self.topics:
            name = f"answer_{topic.pk}"
            self.fields[name] = forms.TypedChoiceField(
                label=str(topic.title), choices=DEPTHS, coerce=int, required=False, empty_value="",
                initial=initial.get(name, known.get(topic.pk, 0)),
            )  # fmt: skip

    def _ask_bearers(self, organisations: list[Organisation]) -> None:
        borne = list(self.instance.bearers.all()) if self.instance.pk else []
        for duty, label in Bearer.Duty.choices:
            self.fields[f"bearer_{duty}"] = forms.MultipleChoiceField(
                label=label.capitalize(), choices=[(str(o.pk), str(o)) for o in organisations], required=False,
                initial=[str(b.organisation_id) for b in borne if b.duty == duty], widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
        self.organisations = {str(o.pk): o for o in organisations}

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The page in groups."""
        groups: list[tuple[str, Sequence[str]]] = [
            (gettext("In Worten"), TEXTS), (gettext("Was man danach kann"), ["outcomes_de", "outcomes_en", "assessed", "prerequisites"]),
            (gettext("Zeit"), MINUTES), (gettext("Welche Themen es beantwortet"), [f"answer_{t.pk}" for t in self.topics]),
            (gettext("Wer es trägt"), [f"bearer_{duty}" for duty in Bearer.Duty.values]),
            (gettext("Herkunft"), [name for name in ("source_url", "example_fields") if name in self.fields]),
        ]  # fmt: skip
        return [(heading, [self[name] for name in names]) for heading, names in groups if names]

    def values(self) -> dict[str, Any]:
        """What ``keep_module`` takes, but for the outcomes."""
        given = dict(self.cleaned_data)
        answers = [(topic, given.pop(f"answer_{topic.pk}")) for topic in self.topics]
        bearers = [
            (self.organisations[pk], duty) for duty in Bearer.Duty.values for pk in _list(given.pop(f"bearer_{duty}"))
        ]
        for name in ("outcomes_de", "outcomes_en"):
            del given[name]
        return {**given, "answers": [(topic, depth) for topic, depth in answers if depth], "bearers": bearers}

    def clean_outcomes_de(self) -> str:
        """No sentence is longer than its column."""
        return _checked(self.cleaned_data["outcomes_de"])

    def clean_outcomes_en(self) -> str:
        """No sentence is longer than its column."""
        return _checked(self.cleaned_data["outcomes_en"])


def _list(value: Any) -> list[str]:
    return list(value)


def _checked(text: str) -> str:
    most = Outcome._meta.get_field("text_de").max_length
    if most and any(len(line) > most for line in text.splitlines()):
        raise forms.ValidationError(
            gettext("Ein Satz ist zu lang. Höchstens %(most)s Zeichen je Zeile.") % {"most": most}
        )
    return text


class CompetenceForm(DeskModelForm):
    """Something a person can do, and the sentences of modules that lead there."""

    outcomes = forms.MultipleChoiceField(
        label=_("Was dorthin führt"),
        help_text=_("Sätze aus den Modulen."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Competence
        fields = ["title_de", "title_en", "text_de", "text_en"]
        labels = {
            "title_de": _("Titel"), "title_en": _("Titel auf Englisch"),
            "text_de": _("In einem Satz"), "text_en": _("In einem Satz, auf Englisch"),
        }  # fmt: skip
        widgets = {"text_de": LOW, "text_en": LOW}

    def __init__(self, *args: Any, outcomes: list[Outcome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(o.pk): o for o in outcomes}
        field = self.fields["outcomes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(pk, f"{o.text} ({o.module.title})") for pk, o in self.known.items()]
        if self.instance.pk:
            field.initial = [pk for pk, o in self.known.items() if o.competence_id == self.instance.pk]

    def clean_outcomes(self) -> list[Outcome]:
        """The outcomes themselves."""
        return [self.known[pk] for pk in self.cleaned_data["outcomes"]]
