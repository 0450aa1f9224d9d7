"""German is the source; what has no English, or English nobody asks for, is found."""

import gettext
from pathlib import Path

import pytest

from glascampus.web import catalogues

HEADER = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """An app with a page, a template and an empty English catalogue."""
    (tmp_path / "app/templates/app").mkdir(parents=True)
    (tmp_path / "app/locale/en/LC_MESSAGES").mkdir(parents=True)
    write(tmp_path, "")
    return tmp_path


def write(app: Path, entries: str) -> Path:
    po = app / "app/locale/en/LC_MESSAGES/django.po"
    po.write_text(HEADER + entries, encoding="utf-8")
    return po


def python(app: Path, text: str) -> None:
    (app / "app/pages.py").write_text(text, encoding="utf-8")


def template(app: Path, text: str) -> None:
    (app / "app/templates/app/page.html").write_text(text, encoding="utf-8")


def entry(german: str, english: str) -> str:
    return f'msgid "{german}"\nmsgstr "{english}"\n\n'


def test_sentences_of_code_and_templates_are_found(app):
    python(app, 'TITLE = _("Platz buchen")\nLONG = gettext_lazy("Eins "\n    "zwei")\n')
    template(
        app,
        '{% translate "Kurse" %}{% blocktranslate trimmed with n=a %}\n  Noch {{ n }}\n  frei\n{% endblocktranslate %}'
        '{% include "x" with title=_("Termine") %}',
    )
    asked = {sentence for _, sentence in catalogues.asked_for(app)}
    assert asked == {"Platz buchen", "Eins zwei", "Kurse", "Noch %(n)s frei", "Termine"}


def test_plurals_and_contexts_are_found(app):
    python(app, 'x = ngettext("ein Platz", "%(n)s Plätze", n)\ny = pgettext("Ort", "Raum")\n')
    assert set(catalogues.asked_for(app)) == {(None, "ein Platz"), ("Ort", "Raum")}


def test_what_has_no_english_is_named_with_its_place(app):
    python(app, '\nTITLE = _("Platz buchen")\n')
    assert catalogues.check(app).missing == ["app/pages.py:2: 'Platz buchen'"]


@pytest.mark.parametrize("english", ["", "#, fuzzy"])
def test_an_empty_or_unsure_translation_is_none(app, english):
    python(app, 'TITLE = _("Platz buchen")\n')
    write(app, f"{english}\n{entry('Platz buchen', 'Book a seat' if english else '')}")
    found = catalogues.check(app)
    assert len(found.missing) == 1
    assert len(found.unsure) == bool(english)


def test_english_that_nobody_asks_for_is_named(app):
    write(app, entry("Weg", "Gone"))
    assert len(catalogues.check(app).unused) == 1


def test_two_translations_of_one_sentence_are_named(app):
    python(app, 'TITLE = _("Kurs")\n')
    write(app, entry("Kurs", "Course"))
    other = app / "other/locale/en/LC_MESSAGES/django.po"
    other.parent.mkdir(parents=True)
    other.write_text(HEADER + entry("Kurs", "Class"), encoding="utf-8")
    assert catalogues.check(app).twofold == ["'Kurs': Class | Course"]


def test_one_singular_with_two_plurals_is_named_with_both_places(app):
    python(app, 'x = ngettext("ein Kurs", "%(n)s Kurse", n)\ny = ngettext("ein Kurs", "%(n)s Kursen", n)\n')
    template(app, "{% blocktranslate count n=n %}ein Kurs{% plural %}{{ n }} Kurse{% endblocktranslate %}")
    write(app, 'msgid "ein Kurs"\nmsgid_plural "%(n)s Kurse"\nmsgstr[0] "one course"\nmsgstr[1] "%(n)s courses"\n')

    found = catalogues.check(app)

    assert list(found.lines()) == [f"one singular with two plurals: {found.plurals[0]}"]
    assert found.plurals == ["'ein Kurs': '%(n)s Kurse' in app/pages.py:1 | '%(n)s Kursen' in app/pages.py:2"]


def test_two_plurals_are_two_sentences_where_a_context_keeps_them_apart(app):
    python(
        app, 'x = ngettext("ein Kurs", "Kurse", n)\ny = npgettext("von", "ein Kurs", "Kursen", n)\nz = _("ein Kurs")\n'
    )

    assert catalogues.check(app).plurals == []


def test_a_lost_placeholder_is_named(app):
    python(app, 'TITLE = _("Noch %(n)s frei")\n')
    write(app, entry("Noch %(n)s frei", "Some left"))
    assert len(catalogues.check(app).altered) == 1


def test_a_catalogue_is_compiled_once_and_read_by_pythons_own_gettext(app):
    write(app, entry("Platz buchen", "Book a seat"))
    assert catalogues.compile_all(app) == 1
    assert catalogues.compile_all(app) == 0
    english = gettext.translation("django", app / "app/locale", ["en"])
    assert english.gettext("Platz buchen") == "Book a seat"
