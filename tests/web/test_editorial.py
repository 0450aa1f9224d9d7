"""Pages and news: drafts, publishing, history, pictures that need words, rights and consent; what readers and machines get of them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from glascampus.basics.reason import NotAllowed
from glascampus.commons.editorial import actions, reads
from glascampus.commons.editorial.models import Page, PageVersion, Picture
from glascampus.commons.editorial.rules import NotPublished
from glascampus.commons.journal.models import Line
from tests.build import editorial
from tests.build.commons import NOW
from tests.build.courses import course

pytestmark = pytest.mark.django_db
WORDS = {
    "title_de": "Neu",
    "body_de": "Ein *Satz*.",
    "title_en": "",
    "body_en": "",
    "sources": "",
    "dated_on": "2027-02-20",
}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def office(client, anna):
    client.force_login(anna, backend="django.contrib.auth.backends.ModelBackend")
    return client


# Words


def test_a_draft_is_seen_by_nobody_but_the_office(campus, client):
    version = editorial.draft(campus)

    assert client.get(reverse("web:news_item", args=[version.page.slug])).status_code == 404
    assert "Das Haus ist offen" not in client.get("/aktuelles/").content.decode()


def test_published_words_stay_until_the_next_are_published(campus, anna, client, now):
    page = editorial.news(campus, body_de="Erster Satz.").page
    actions.keep_page(campus=campus, slug=page.slug, title_de="Anders", body_de="Zweiter Satz.", by=anna, now=now)
    before = client.get(f"/aktuelles/{page.slug}/").content.decode()
    actions.publish(page=page, by=anna, now=now)
    after = client.get(f"/aktuelles/{page.slug}/").content.decode()

    assert "Erster Satz." in before
    assert "Zweiter Satz." not in before
    assert "Zweiter Satz." in after
    assert [v.is_shown for v in page.versions.order_by("number")] == [False, True]


def test_the_same_words_make_no_version(campus):
    first = editorial.draft(campus, slug="offen")

    assert editorial.draft(campus, slug="offen") == first
    assert PageVersion.objects.count() == 1


def test_words_that_were_taken_down_come_back_as_a_version_of_their_own(campus, anna, client, now):
    page = editorial.news(campus).page
    actions.take_down(page=page, by=anna, now=now)
    gone = client.get(f"/aktuelles/{page.slug}/").status_code
    actions.publish(page=page, by=anna, now=now + timedelta(days=1))

    assert gone == 404
    assert client.get(f"/aktuelles/{page.slug}/").status_code == 200
    assert [bool(v.ended_at) for v in page.versions.order_by("number")] == [True, False]


def test_an_old_version_comes_back_as_a_draft(campus, anna, now):
    first = editorial.news(campus, body_de="Erster Satz.", slug="offen")
    editorial.draft(campus, body_de="Zweiter Satz.", slug="offen")
    actions.restore(version=first, by=anna, now=now)

    newest = reads.newest(first.page)
    assert newest
    assert (newest.number, newest.body_de, newest.is_shown) == (3, "Erster Satz.", False)


def test_the_database_lets_one_version_be_public(campus):
    version = editorial.news(campus)

    with pytest.raises(IntegrityError), transaction.atomic():
        PageVersion.objects.create(
            campus=campus, page=version.page, number=2, title_de="x", body_de="x", made_at=NOW, published_at=NOW
        )


def test_a_german_text_on_an_english_page_says_so_to_screen_readers(campus, client):
    german = editorial.news(campus, "Nur deutsch", title_en="", body_en="").page
    both = editorial.news(campus, "Beides").page
    pages = [client.get(f"/en/aktuelles/{page.slug}/").content.decode() for page in (german, both)]

    assert ['<h1 lang="de">' in page and 'class="prose" lang="de"' in page for page in pages] == [True, False]


def test_what_was_public_is_not_removed_and_nothing_is_published_twice(campus, anna, now):
    page = editorial.news(campus).page

    for deed in (actions.publish, actions.remove_page):
        with pytest.raises(NotPublished):
            deed(page=page, by=anna, now=now)


def test_two_titles_that_are_spelled_alike_get_two_addresses(campus):
    slugs = [
        editorial.draft(campus, title).page.slug for title in ("Öfen & Glas", "Oefen, Glas", "Jugend", "Neu", "日本")
    ]

    assert slugs == ["oefen-glas", "oefen-glas-2", "jugend-2", "neu-2", "seite"]


def test_only_the_office_writes(campus, bodo, now):
    page = editorial.news(campus).page

    for deed in (actions.publish, actions.take_down, actions.remove_page):
        with pytest.raises(NotAllowed):
            deed(page=page, by=bodo, now=now)
    with pytest.raises(NotAllowed):
        actions.keep_page(campus=campus, title_de="x", body_de="x", by=bodo, now=now)


# The desk


def test_the_office_looks_first_then_keeps_a_draft_then_publishes(campus, office, client):
    new = f"{reverse('web:page_new')}?art=news"
    seen = office.post(new, WORDS).content.decode()
    nothing_yet = Page.objects.count()
    again = office.post(new, {**WORDS, "weiter": "1"}).content.decode()
    kept = office.post(new, {**WORDS, "speichern": "1"})
    office.post(reverse("web:page_publish", args=["neu-2"]))

    assert "<em>Satz</em>" in seen
    assert nothing_yet == 0
    assert 'value="Neu"' in again
    assert kept["Location"] == reverse("web:office_page", args=["neu-2"])
    assert "<em>Satz</em>" in client.get("/aktuelles/neu-2/").content.decode()


def test_what_is_missing_is_said_before_publishing(campus, office):
    version = editorial.draft(campus, title_en="", body_en="")
    version.title_en = ""
    PageVersion.objects.filter(pk=version.pk).update(title_en="")
    editorial.picture(version, alt_en="")
    page = office.get(reverse("web:page_publish", args=[version.page.slug])).content.decode()

    assert "Der englische Text fehlt." in page
    assert "Die englische Überschrift fehlt." in page
    assert "Die englische Beschreibung fehlt." in page


def test_a_fixed_page_is_written_from_nothing(campus, office, client):
    asked = office.get(reverse("web:office_page", args=["jugend"]))
    words = {key: WORDS[key] for key in WORDS if key != "dated_on"}
    office.post(reverse("web:page_write", args=["jugend"]), {**words, "speichern": "1"})
    office.post(reverse("web:page_publish", args=["jugend"]))

    assert asked["Location"] == reverse("web:page_write", args=["jugend"])
    assert "<em>Satz</em>" in client.get("/jugend/").content.decode()
    assert client.get("/seiten/jugend/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"title_de": ""}, "Bitte füllen Sie dieses Feld aus."), ({"sources": "javascript:xq()"}, "ist keine Adresse"),
     ({"starts_at": "2027-03-02T10:00", "ends_at": "2027-03-02T09:00"}, "Das Ende liegt vor dem Anfang.")],
)  # fmt: skip
def test_a_mistake_is_said_and_nothing_typed_is_lost(campus, office, wrong, sentence):
    answer = office.post(
        f"{reverse('web:page_new')}?art=event", {**WORDS, "body_de": "Langer Text", **wrong, "speichern": "1"}
    )

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Langer Text" in answer.content.decode()
    assert not Page.objects.exists()


@pytest.mark.parametrize("number", [1, 50])
def test_the_lists_ask_the_same_number_of_questions_however_long_they_are(campus, office, client, number):
    for n in range(number):
        editorial.news(campus, f"Nachricht {n}")
    found = []
    for asking, address in ((office, "/buero/seiten/"), (client, "/aktuelles/")):
        with CaptureQueriesContext(connection) as asked:
            assert asking.get(address).status_code == 200
        found.append(len(asked))

    assert found == [8, 6]


# Pictures


def shown_picture(client, picture: Picture) -> int:
    return client.get(reverse("web:picture", args=[picture.name])).status_code if picture.file else 404


def test_a_picture_is_shown_with_its_words_and_its_rights(campus, client):
    version = editorial.news(campus)
    picture = editorial.picture(version, **editorial.AGREED)
    page = client.get(f"/aktuelles/{version.page.slug}/").content.decode()
    answer = client.get(reverse("web:picture", args=[picture.name]))

    assert 'alt="Eine Scheibe im Licht" width="640" height="480"' in page
    assert "Bild: Campus, eigenes Bild" in page
    assert "Dora" not in page
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "image/jpeg", "no-cache")


@pytest.mark.parametrize(
    "lacking",
    [{"alt_de": ""}, {"alt_en": ""}, {"author": ""}, {"licence": ""}, {"shows_people": True},
     {**editorial.AGREED, "consent_on": None}, {**editorial.AGREED, "consent_by": ""}],
)  # fmt: skip
def test_a_picture_that_lacks_something_is_seen_by_the_office_only(campus, client, anna, lacking):
    version = editorial.news(campus)
    picture = editorial.picture(version, **lacking)
    page = client.get(f"/aktuelles/{version.page.slug}/").content.decode()
    public = shown_picture(client, picture)
    client.force_login(anna, backend="django.contrib.auth.backends.ModelBackend")

    assert "<figure" not in page
    assert public == 404
    assert shown_picture(client, picture) == 200
    assert picture.lacks


def test_rules_and_query_agree_on_what_may_be_shown(campus):
    version = editorial.news(campus)
    for told in ({}, {"alt_de": ""}, {"shows_people": True}, editorial.AGREED, {"licence": ""}):
        editorial.picture(version, **told)

    shown = set(reads.pictures_of(version))
    assert {picture for picture in Picture.objects.all() if not picture.lacks} == shown
    assert len(shown) == 2


def test_a_draft_with_a_picture_says_what_goes_first(campus, office):
    version = editorial.draft(campus)
    picture = editorial.picture(version, alt_de="")

    with_picture = office.get(f"/buero/seiten/{version.page.slug}/").content.decode()
    office.post(f"/buero/seiten/bilder/{picture.pk}/loeschen/")
    without = office.get(f"/buero/seiten/{version.page.slug}/").content.decode()

    assert "Löschen Sie zuerst seine Bilder" in with_picture
    assert "Löschen Sie zuerst seine Bilder" not in without
    assert "Entwurf löschen" in without


def test_versions_of_one_day_are_told_apart(campus, office):
    version = editorial.draft(campus, now=NOW)
    editorial.draft(campus, slug=version.page.slug, body_de="Neu.", now=NOW + timedelta(hours=2))

    page = office.get(f"/buero/seiten/{version.page.slug}/").content.decode()

    assert "1. März 2027, 09:00 Uhr" in page
    assert "1. März 2027, 11:00 Uhr" in page
    assert "09:00 Uhr" in office.get(f"/buero/seiten/{version.page.slug}/fassung/1/").content.decode()


def test_a_picture_of_a_draft_has_no_public_address(campus, client):
    assert shown_picture(client, editorial.picture(editorial.draft(campus))) == 404


def test_a_withdrawn_consent_takes_picture_and_file_away_at_once(
    campus, anna, client, now, media, django_capture_on_commit_callbacks
):
    version = editorial.news(campus)
    picture = editorial.picture(version, **editorial.AGREED)
    name = picture.name
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_consent(picture=picture, by=anna, now=now)

    assert client.get(reverse("web:picture", args=[name])).status_code == 404
    assert "<figure" not in client.get(f"/aktuelles/{version.page.slug}/").content.decode()
    assert list((media / reads.FOLDER).iterdir()) == []
    assert Line.objects.filter(deed="editorial.consent_withdrawn", thing_id=picture.pk).exists()


def test_the_database_keeps_no_file_without_consent(campus):
    picture = editorial.picture(editorial.news(campus), **editorial.AGREED)

    with pytest.raises(IntegrityError), transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(withdrawn_at=NOW)


def test_a_hostile_upload_is_refused_with_a_sentence_and_leaves_nothing(campus, office, media):
    slug = editorial.news(campus).page.slug
    sent = SimpleUploadedFile("foto.jpg", b"<svg onload=xq()>", content_type="image/jpeg")
    answer = office.post(reverse("web:picture_new", args=[slug]), {"photo": sent, "alt_de": "Bleibt stehen"})

    assert answer.status_code == 422
    assert "Das ist kein Foto im Format JPG oder PNG." in answer.content.decode()
    assert "Bleibt stehen" in answer.content.decode()
    assert not Picture.objects.exists()
    assert not (media / reads.FOLDER).exists()


def test_a_file_that_is_too_big_is_said_to_be_so(campus, office, settings):
    settings.UPLOAD_MOST_BYTES = 1_000
    slug = editorial.news(campus).page.slug
    sent = SimpleUploadedFile("foto.jpg", editorial.jpeg(), content_type="image/jpeg")

    assert "größer als 10 MB" in office.post(reverse("web:picture_new", args=[slug]), {"photo": sent}).content.decode()


def test_a_lost_file_is_swept_and_a_known_one_stays(campus, media):
    picture = editorial.picture(editorial.news(campus))
    (media / reads.FOLDER / "lost.jpg").write_bytes(b"x")

    assert actions.sweep_files(older_than_s=-1) == 1
    assert reads.file_of(picture).is_file()


# What readers and machines get


def test_the_front_page_shows_the_last_three_news(campus, client):
    for n in range(1, 5):
        editorial.news(campus, f"Nachricht {n}", dated_on=NOW.date() + timedelta(days=n))
    page = client.get("/").content.decode()

    assert [n for n in range(1, 5) if f"Nachricht {n}<" in page] == [2, 3, 4]


def test_hostile_markdown_and_sources_are_words(campus, client):
    version = editorial.news(
        campus,
        "<script>xq()</script>",
        body_de="<img src=x onerror=xq()> [x](javascript:xq())",
        sources="javascript:xq()",
    )
    page = client.get(f"/aktuelles/{version.page.slug}/").content.decode()

    assert "<script>xq()" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page


def test_the_feed_is_atom_in_the_language_of_its_address(campus, client):
    editorial.news(campus, "Offen & hell", body_de="Ein <b> und **fett**.")
    german, english = (ET.fromstring(client.get(f"{begin}/aktuelles.atom").content) for begin in ("", "/en"))

    entry = german.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "Offen & hell"
    assert entry.findtext(f"{ATOM}id") == "http://testserver/aktuelles/offen-hell/"
    assert "<strong>fett</strong>" in (entry.findtext(f"{ATOM}content") or "")
    assert english.findtext(f"{ATOM}entry/{ATOM}title") == "Offen & hell (en)"


def test_an_event_tells_machines_when_and_where(campus, client):
    starts = datetime(2027, 4, 1, 8, 0, tzinfo=UTC)
    version = editorial.news(campus, "</script>Tag der Tür", kind=Page.Kind.EVENT, starts_at=starts, place="BSZ")
    page = client.get(f"/aktuelles/{version.page.slug}/").content.decode()
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[0])

    assert (data["@type"], data["startDate"], data["name"]) == (
        "EducationEvent",
        "2027-04-01T10:00:00+02:00",
        "</script>Tag der Tür",
    )
    assert data["location"]["name"] == "BSZ"


@pytest.mark.parametrize("address", ["/", "/partner/"])
def test_the_campus_tells_machines_who_it_is(campus, client, address):
    page = client.get(address).content.decode()
    found = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[0])

    assert (found["@type"], found["name"]) == ("EducationalOrganization", "Testcampus")


def test_the_sitemap_knows_pages_and_news_and_when_they_changed(campus, client):
    editorial.news(campus, "Offen")
    editorial.page(campus, "netzwerk")
    editorial.draft(campus, "Geheim")
    found = client.get("/sitemap.xml").content.decode()

    for address in ("aktuelles/offen", "en/aktuelles/offen", "seiten/netzwerk"):
        assert f"<loc>http://testserver/{address}/</loc><lastmod>2027-03-01</lastmod>" in found
    assert "geheim" not in found


ALTERNATES = re.compile(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">')


@pytest.mark.parametrize(
    "path", ["/", "/kurse/", "/aktuelles/", "/jugend/", "/modell/", "/partner/", "/impressum/", "/suche/"]
)
@pytest.mark.parametrize("language", ["", "/en"])
def test_every_public_page_names_itself_and_its_twins(campus, client, path, language):
    page = client.get(f"{language}{path}?seite=2&frei=1").content.decode()

    own = f"http://testserver{language}{path}?seite=2"
    german, english = f"http://testserver{path}?seite=2", f"http://testserver/en{path}?seite=2"
    assert dict(ALTERNATES.findall(page)) == {"de": german, "en": english, "x-default": german}
    assert f'<link rel="canonical" href="{own}">' in page
    assert f'<meta property="og:url" content="{own}">' in page


def test_pages_of_the_office_and_lost_pages_name_nothing(campus, office):
    for address in ("/buero/seiten/", "/gibt-es-nicht/"):
        page = office.get(address).content.decode()
        assert "hreflang=" not in page.partition("</head>")[0]
        assert "og:" not in page.partition("</head>")[0]


def test_a_course_has_a_picture_of_its_own_and_others_the_one_of_the_campus(campus, client):
    found = course(campus, title='Glas "und" Licht')
    page, home = (client.get(path).content.decode() for path in (f"/kurse/{found.slug}/", "/"))
    pictures = [
        client.get(path) for path in (f"/kurse/{found.slug}.png", f"/en/kurse/{found.slug}.png", "/vorschau.png")
    ]

    assert f'og:image" content="http://testserver/kurse/{found.slug}.png"' in page
    assert 'og:title" content="Glas &quot;und&quot; Licht"' in page
    assert 'og:image" content="http://testserver/vorschau.png"' in home
    assert all(p["Content-Type"] == "image/png" and p.content.startswith(b"\x89PNG") for p in pictures)
    assert all(p.content[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big") for p in pictures)
    assert "<img" not in page.partition("<main")[2]


def test_the_picture_of_a_course_that_is_not_there_is_not_there(campus, client):
    assert client.get("/kurse/gibt-es-nicht.png").status_code == 404
    assert client.get("/aktuelles/gibt-es-nicht.png").status_code == 404
