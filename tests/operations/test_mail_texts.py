"""The office words mails: names in braces and nothing else, shown on a real booking, older words stay at hand."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from glascampus.basics.reason import NotAllowed
from glascampus.commons.desk.actions import word_mail
from glascampus.commons.outbox import reads
from glascampus.commons.outbox.models import Mail, MailText
from glascampus.commons.outbox.rules import BadMailText, fill
from glascampus.stations.bookings.announces import mail_samples
from glascampus.stations.needs import reads as needs
from glascampus.stations.needs.actions import state_need
from tests.build import bookings, courses

URL = "/buero/mailtexte/needs.confirm/de/"


@pytest.fixture
def need(campus, anna, now):
    return state_need(campus=campus, wish="Glas kleben", people=3, by=anna, now=now, email="bodo@example.org")


@pytest.fixture
def office(client, anna):
    client.force_login(anna)
    return client


def last():
    return Mail.objects.order_by("-pk").first()


def state(campus, now, wish, **more):
    return state_need(campus=campus, wish=wish, people=3, by=None, now=now, email="bodo@example.org", **more)


def test_every_mail_of_bookings_and_needs_can_be_worded_and_keeps_its_links(campus):
    kinds = reads.kinds()

    assert {"bookings.booked", "bookings.offered", "needs.confirm", "needs.answer", "credentials.issued"} <= set(kinds)
    for kind in kinds:
        for part in reads.parts_of(kind, "de"):
            assert not part.shipped.rstrip().endswith(":") or part.name == "intro", (kind, part)
            assert "http" not in part.shipped


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_kind_of_mail_has_a_name_of_its_own(campus, language):
    names = [reads.title_of(kind, language) for kind in reads.kinds()]

    assert not [name for name in names if name.startswith("mail_")]
    assert len(set(names)) == len(names)
    with translation.override("en"):
        assert {reads.title_of(kind, "de") for kind in reads.kinds()}.isdisjoint(
            reads.title_of(kind, "en") for kind in reads.kinds()
        )


def test_own_words_stand_in_the_next_mail_and_the_links_stay(campus, anna, now):
    words = {"subject": "Stimmt das?", "intro": "Liebe Leute, {{ name }} fragt:", "note": "Bis bald!"}
    word_mail(campus=campus, kind="needs.confirm", language="de", parts=words, by=anna, now=now)

    state_need(campus=campus, wish="Glas kleben", people=3, by=anna, now=now, email="bodo@example.org")

    mail = last()
    assert mail.subject == "Stimmt das?"
    assert mail.body.startswith("Liebe Leute, Testcampus fragt:\n\nGlas kleben\n")
    assert "/bedarf/" in mail.body
    assert mail.body.endswith("Bis bald!\n\nTestcampus\n")


def test_the_other_language_and_the_other_campus_keep_theirs(campus, other_campus, anna, now):
    from django_scopes import scope

    word_mail(campus=campus, kind="needs.confirm", language="de", parts={"subject": "Stimmt das?"}, by=anna, now=now)

    state_need(campus=campus, wish="x", people=3, by=anna, now=now, email="bodo@example.org", language="en")
    with scope(campus=other_campus):
        state_need(campus=other_campus, wish="x", people=3, by=anna, now=now, email="bodo@example.org")
        assert last().subject == "Bitte bestätigen Sie Ihren Bedarf"

    assert last().subject == "Please confirm your need"


def test_what_is_typed_by_strangers_is_never_read_as_a_placeholder(campus, anna, now):
    word_mail(
        campus=campus, kind="needs.confirm", language="de", parts={"note": "Gruß, {{ sender }}"[:5]}, by=anna, now=now
    )

    state_need(campus=campus, wish="{{ name }} {% now 'Y' %}", people=3, by=anna, now=now, email="bodo@example.org")

    assert "{{ name }} {% now 'Y' %}" in last().body


@pytest.mark.parametrize(
    "text",
    ["{{ settings }}", "{{ name.__class__ }}", "{{ name|safe }}", "{% load x %}", "{{", "}}", "{# x #}", "{{ }}",
     "{{ name", "{% debug %}", "{{name}} {{ 0 }}"],
)  # fmt: skip
def test_anything_but_a_known_name_is_refused_in_a_sentence(office, campus, text):
    answer = office.post(URL, {"intro": text})

    assert (answer.status_code, MailText.objects.count()) == (422, 0)
    assert "kennen wir hier nicht. Möglich sind: {{ name }}." in answer.content.decode()


@given(st.text(), st.text())
def test_filling_puts_in_and_never_reads_again(before, value):
    try:
        filled = fill(before + "{{ name }}", {"name": value})
    except BadMailText:
        assert any(brace in before for brace in "{}")
    else:
        assert filled == before + value


@pytest.mark.parametrize(
    "value", ["", "x" * 99_999, "🎓", "<script>alert(1)</script>", "a\0b", "=1+1", "9" * 20, "a\r\nb: c"]
)
def test_hostile_words_get_a_sentence_or_are_only_words(office, campus, value):
    for field in ("subject", "intro", "note", "closing"):
        answer = office.post(URL, {field: value})
        assert answer.status_code in {302, 422}
        assert "<script>alert" not in office.get(URL).content.decode()


def test_a_preview_shows_the_typed_words_on_the_newest_need_and_stores_nothing(office, need):
    mails = Mail.objects.count()

    page = office.post(URL, {"subject": "Stimmt das?", "intro": "Nur für {{ name }}", "preview": "1"}).content.decode()

    assert "Stimmt das?" in page
    assert "Nur für Testcampus" in page
    assert "Glas kleben" in page
    assert (MailText.objects.count(), Mail.objects.count()) == (0, mails)


def test_a_preview_of_a_booking_s_mail_shows_the_newest_booking_and_nothing_leaves(office, campus):
    bookings.booking(courses.run(campus, capacity=6), "Ada Muster")
    mails = Mail.objects.count()

    typed = {"subject": "Platz für Sie", "greeting": "Schön, dass Sie kommen, {{ name }}.", "preview": "1"}
    page = office.post("/buero/mailtexte/bookings.booked/de/", typed).content.decode()

    for words in ("Platz für Sie", "Schön, dass Sie kommen, Ada Muster.", "31. März 2027"):
        assert words in page
    assert (MailText.objects.count(), Mail.objects.count()) == (0, mails)


def test_without_a_need_the_page_says_so(office):
    assert "Sobald es eine Buchung" in office.get(URL).content.decode()
    assert mail_samples()[0].context() is None
    assert needs.newest_for_mail() is None


def test_older_words_come_back_and_the_shipped_ones_too(office, campus):
    for subject in ("Eins", "Zwei"):
        assert office.post(URL, {"subject": subject}).status_code == 302
    first = MailText.objects.earliest("pk")

    assert office.get(f"{URL}{first.pk}/").status_code == 200
    assert office.post(f"{URL}{first.pk}/").status_code == 302
    assert reads.own_words("needs.confirm", "de") == {"subject": "Eins"}
    assert office.post(f"{URL}0/").status_code == 302
    assert reads.own_words("needs.confirm", "de") == {}
    assert MailText.objects.count() == 4


def test_words_equal_to_the_shipped_ones_are_not_kept(office, campus):
    shipped = {part.name: part.shipped for part in reads.parts_of("needs.confirm", "de")}

    office.post(URL, shipped)

    assert MailText.objects.get().parts == {}


@pytest.mark.parametrize("path", ["no.such/de", "needs.confirm/fr", "needs.confirm/de/999", "../../etc/de"])
def test_an_unknown_mail_is_not_found(office, path):
    assert office.get(f"/buero/mailtexte/{path}/").status_code == 404


def test_the_list_names_every_mail_in_both_languages(office, campus, anna, now):
    word_mail(campus=campus, kind="needs.confirm", language="en", parts={"subject": "Is it so?"}, by=anna, now=now)

    page = office.get("/buero/mailtexte/").content.decode()

    assert page.count("eigene Worte") == 1
    assert page.count("wie geliefert") == 2 * len(reads.kinds()) - 1


def test_only_the_office_words_mails(client, campus, bodo, carla, now):
    client.force_login(bodo)

    assert [client.get(url).status_code for url in ("/buero/mailtexte/", URL, f"{URL}0/")] == [403] * 3
    with pytest.raises(NotAllowed):
        word_mail(campus=campus, kind="needs.confirm", language="de", parts={}, by=carla, now=now)
