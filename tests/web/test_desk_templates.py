"""The desk's form: hint above the field, error below, summary on top, required in words; and pages that need no context."""

from __future__ import annotations

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils.translation import override


class Ask(forms.Form):
    what = forms.CharField(label="Was fehlt?", help_text="Ein Satz genügt.")
    until = forms.DateField(label="Bis wann?", required=False)
    kind = forms.ChoiceField(label="Für wen?", choices=[("a", "Betrieb"), ("b", "mich")], widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(label="Themen", choices=[("1", "Glas")], widget=forms.CheckboxSelectMultiple)
    terms = forms.BooleanField(label="Gelesen")
    secret = forms.CharField(widget=forms.HiddenInput)


class Parted(Ask):
    def parts(self):
        return [("Was", [self["what"]]), ("Wann", [self["until"]])]


def page(form: forms.Form, **more: object) -> str:
    with override("de"):
        return render_to_string("desk/_form.html", {"form": form, "submit": "Abschicken", **more})


def test_a_hint_stands_above_its_field_and_an_error_below():
    html = page(Ask({}))
    hint, field, error = (html.index(s) for s in ('id="id_what_helptext"', 'name="what"', 'id="id_what_error"'))

    assert hint < field < error
    assert 'aria-describedby="id_what_helptext id_what_error"' in html


def test_the_summary_leads_to_every_wrong_field():
    html = page(Ask({}))

    assert html.index('role="alert"') < html.index('name="what"')
    assert all(f'href="#{target}"' in html for target in ("id_what", "id_kind_0", "id_topics_0", "id_terms"))
    assert all(f'id="{target}"' in html for target in ("id_what", "id_kind_0", "id_topics_0", "id_terms"))
    assert 'href="#id_until"' not in html
    assert 'href="#id_secret"' not in html


def test_the_summary_sets_the_name_of_a_field_apart():
    html = page(Ask({}))

    assert ">Gelesen</a>: " in html
    assert ">Was fehlt?</a> " in html


def test_a_fresh_form_has_no_summary_and_one_button():
    html = page(Ask())

    assert 'role="alert"' not in html
    assert html.count("<button") == 1
    assert "Abschicken" in html


def test_required_is_said_in_words_and_choices_are_a_group():
    html = page(Ask())

    assert html.count("(nötig)") == 4
    assert html.count("<fieldset") == 2
    assert "<legend>Für wen?" in html


def test_a_long_form_comes_in_parts():
    html = page(Parted())

    assert (
        html.index("<h2>Was</h2>")
        < html.index('name="what"')
        < html.index("<h2>Wann</h2>")
        < html.index('name="until"')
    )


def test_every_part_of_a_formset_is_named_and_its_faults_are_in_the_summary():
    people = forms.formset_factory(Ask, extra=2)
    html = page(forms.Form(), formset=people({"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-what": "x"}))

    assert html.count('class="group"') == 2
    assert 'name="form-TOTAL_FORMS"' in html
    assert 'href="#id_form-0-kind_0"' in html


@pytest.mark.parametrize("name", ["400.html", "500.html", "no_campus.html"])
@pytest.mark.parametrize(("language", "button"), [("de", '<html lang="de">'), ("en", '<html lang="en">')])
def test_the_last_pages_need_neither_context_nor_database(name, language, button):
    with override(language):
        html = render_to_string(name)

    assert button in html
    assert "<h1>" in html
    assert "<script" not in html
