"""Input of needs: the five fields for everyone, and the office's forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from glascampus.commons.desk.forms import DeskForm, DeskModelForm, OpenForm
from glascampus.commons.organisations.models import Organisation
from glascampus.stations.needs import words
from glascampus.stations.needs.models import Evidence, Statement, Topic
from glascampus.stations.needs.rules import MOST_PEOPLE, day_of

PARTS = 4
TALL = forms.Textarea(attrs={"rows": 4})
LOW = forms.Textarea(attrs={"rows": 2})


class StateNeedForm(OpenForm):
    """Stating a need: under two minutes, no account."""

    wish = forms.CharField(
        label=_("Was sollen Ihre Leute können?"),
        help_text=_("In Ihren eigenen Worten, ein oder zwei Sätze genügen. Bitte keine Namen von Personen."),
        max_length=2000, widget=TALL,
    )  # fmt: skip
    people = forms.IntegerField(label=_("Für wie viele Personen?"), min_value=1, max_value=MOST_PEOPLE)
    wanted_by = forms.DateField(label=_("Bis wann?"), help_text=_("Nur wenn es eilt."), required=False)
    organisation_name = forms.CharField(
        label=_("Ihr Betrieb"),
        help_text=_("Leer lassen, wenn Sie für sich selbst fragen."),
        max_length=200,
        required=False,
    )
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"),
        help_text=_("Dorthin schicken wir einen Link zum Bestätigen und später unsere Antwort. Sonst nichts."),
        max_length=254,
    )


class OnBehalfForm(StateNeedForm):
    """The office writes down what it was told."""

    language = forms.ChoiceField(
        label=_("Sprache der Mails"), choices=(("de", _("Deutsch")), ("en", _("Englisch"))), initial="de",
        help_text=_("So schreiben wir dieser Person, auch später."), required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wish"].label = _("Was sollen die Leute können?")
        self.fields["organisation_name"].label = _("Betrieb")
        self.fields["organisation_name"].help_text = _("Leer lassen, wenn jemand für sich selbst fragt.")
        self.fields["email"].label = _("E-Mail-Adresse")
        self.fields["email"].help_text = _(
            "Wenn es eine gibt: Dorthin geht der Link, unter dem man sieht, was daraus wird."
        )
        self.fields["email"].required = False


class TopicForm(DeskModelForm):
    """The words of a topic in both languages."""

    class Meta:
        model = Topic
        fields = ["title_de", "title_en", "summary_de", "summary_en", "example"]
        labels = {
            "title_de": _("Titel"), "title_en": _("Titel auf Englisch"),
            "summary_de": _("Worum es geht"), "summary_en": _("Worum es geht, auf Englisch"),
            "example": _("Beispielwert: für die Demo erfunden"),
        }  # fmt: skip
        help_texts = {"summary_de": _("Ein oder zwei Sätze, die alle lesen dürfen.")}
        widgets = {"summary_de": LOW, "summary_en": LOW}


class EvidenceForm(DeskModelForm):
    """One piece of evidence: what was found, when, where it can be read."""

    class Meta:
        model = Evidence
        fields = ["kind", "says_de", "says_en", "firms", "people", "dated", "source_title", "source_url", "example"]
        labels = {
            "kind": _("Woher wir es wissen"), "says_de": _("Was dabei herauskam"),
            "says_en": _("Was dabei herauskam, auf Englisch"), "firms": _("Wie viele Betriebe?"),
            "people": _("Wie viele Personen?"), "dated": _("Wann?"), "source_title": _("Quelle"),
            "source_url": _("Adresse der Quelle"), "example": _("Beispielwert: für die Demo erfunden"),
        }  # fmt: skip
        help_texts = {
            "kind": _("Was hier gemeldet wurde, zählt von selbst und braucht keinen Eintrag."),
            "firms": _("Leer lassen, wenn es nicht bekannt ist. Weniger als drei werden nie öffentlich gezeigt."),
            "dated": _("2027, 2027-03 oder 2027-03-15"),
        }
        widgets = {"says_de": LOW, "says_en": LOW}

    def clean_dated(self) -> str:
        """A year, a month or a day; empty where the source gives none."""
        dated: str = self.cleaned_data["dated"].strip()
        if dated and day_of(dated) is None:
            raise forms.ValidationError(words.SENTENCES["no_such_day"])
        return dated


class JoinForm(DeskForm):
    """Which topic a statement belongs to."""

    topic = forms.ModelChoiceField(
        Topic._base_manager.none(),
        label=_("Thema"),
        empty_label=_("zu keinem"),
        required=False,
    )


class JoinManyForm(DeskForm):
    """The topic of several statements at once; here nobody takes them out of one by forgetting to choose."""

    topic = forms.ModelChoiceField(Topic._base_manager.none(), label=_("Thema"), empty_label=_("bitte wählen"))


class CorrectForm(DeskForm):
    """What was written down, corrected."""

    wish = forms.CharField(label=_("Was sollen die Leute können?"), max_length=2000, widget=TALL)
    people = forms.IntegerField(label=_("Für wie viele Personen?"), min_value=1, max_value=MOST_PEOPLE)
    wanted_by = forms.DateField(label=_("Bis wann?"), required=False)
    organisation_name = forms.CharField(label=_("Betrieb"), max_length=200, required=False)
    organisation = forms.ModelChoiceField(
        Organisation._base_manager.none(),
        label=_("Bekannter Betrieb"), required=False, empty_label=_("keiner"),
        help_text=_("Wenn er schon bei uns steht: Dann zählt er nur einmal, auch wenn der Name anders geschrieben ist."),
    )  # fmt: skip


class AnswerForm(DeskForm):
    """What the office writes back."""

    text = forms.CharField(label=_("Ihre Antwort"), max_length=3000, widget=TALL)


class SplitForm(DeskForm):
    """Up to four parts; empty rows are left out."""

    def __init__(self, *args: Any, statement: Statement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, PARTS + 1):
            self.fields[f"wish_{n}"] = forms.CharField(
                label=_("Teil %(n)s: Was sollen die Leute können?") % {"n": n},
                max_length=2000,
                widget=LOW,
                required=n <= 2,  # noqa: PLR2004
                initial=statement.wish if n == 1 else "",
            )
            self.fields[f"people_{n}"] = forms.IntegerField(
                label=_("Teil %(n)s: Für wie viele Personen?") % {"n": n},
                min_value=1,
                max_value=MOST_PEOPLE,
                required=n <= 2,  # noqa: PLR2004
            )

    def clean(self) -> dict[str, Any]:
        """``parts`` as pairs; half a row is an error at the other half."""
        found = super().clean() or {}
        parts = []
        for n in range(1, PARTS + 1):
            wish, people = found.get(f"wish_{n}"), found.get(f"people_{n}")
            if wish and people:
                parts.append((wish, people))
            elif (wish or people) and not self.errors:
                self.add_error(
                    f"people_{n}" if wish else f"wish_{n}", _("Bitte füllen Sie beide Felder dieses Teils aus.")
                )
        return {"parts": parts}
