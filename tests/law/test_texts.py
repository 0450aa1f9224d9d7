"""Legal texts in versions: what was shown can be shown again years later."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from glascampus.basics.reason import NotAllowed
from glascampus.commons.journal.models import Line
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.legal import actions, announces, reads
from glascampus.commons.legal.models import LegalText, Rule
from glascampus.commons.legal.rules import RuleNotKept
from glascampus.commons.outbox.models import Mail
from glascampus.stations.bookings.reads import withdrawal_text
from tests.build.bookings import booking
from tests.build.commons import NOW
from tests.build.courses import run
from tests.build.legal import text


def test_a_correction_is_a_new_version_and_the_old_one_stays(campus, now):
    text(campus, german="Eins")
    text(campus, german="Zwei", valid_from=date(2027, 3, 1))

    assert reads.text_of("terms", now).text_de == "Zwei"
    assert reads.text_of("terms", now - timedelta(days=1)).text_de == "Eins"
    assert list(LegalText.objects.order_by("number").values_list("number", "text_de")) == [(1, "Eins"), (2, "Zwei")]


def test_the_same_words_make_no_version(campus, anna, now):
    first = text(campus)
    again = actions.keep_text(
        campus=campus, kind="terms", text_de=first.text_de, text_en=first.text_en, by=anna, now=now
    )

    assert again == first
    assert LegalText.objects.count() == 1


def test_only_the_office_writes_texts_and_rules(campus, bodo, now):
    with pytest.raises(NotAllowed):
        actions.keep_text(campus=campus, kind="terms", text_de="x", text_en="", by=bodo, now=now)
    with pytest.raises(NotAllowed):
        actions.keep_rule(
            campus=campus,
            key="retention.mails_days",
            value="1",
            valid_from=now.date(),
            source_title="x",
            by=bodo,
            now=now,
        )


def test_a_booking_keeps_what_was_shown_whatever_the_office_writes_later(campus, client, now):
    terms, told = text(campus, german="Bedingungen eins"), text(campus, "withdrawal", "Belehrung eins")
    one = run(campus)
    shown = reads.shown_at_booking("de", now)
    made = booking(one, terms=shown.terms, shown=shown.versions)
    text(campus, "withdrawal", "Belehrung zwei", valid_from=date(2027, 3, 1))

    assert made.terms == "Bedingungen eins"
    assert [(v["kind"], v["text"], v["number"], v["language"]) for v in made.shown] == [
        ("terms", terms.pk, 1, "de"),
        ("withdrawal", told.pk, 1, "de"),
    ]
    assert withdrawal_text(made) == "Belehrung eins"


def test_the_confirmation_carries_terms_and_withdrawal_text(campus, client):
    text(campus, german="Bedingungen eins")
    text(campus, "withdrawal", "Belehrung eins")
    one = run(campus)
    typed = {
        "kind": "private",
        "booker_name": "Ada Muster",
        "booker_email": "ada@example.org",
        "terms": "on",
        "form_key": "k" * 24,
    }

    assert client.post(reverse("bookings:book", args=[one.code]), typed).status_code == 302
    body = Mail.objects.get(kind="bookings.booked").body
    assert "Bedingungen eins" in body
    assert "Belehrung eins" in body
    assert "/vertrag-widerrufen/" in body


def test_a_company_is_not_told_of_a_right_it_does_not_have(campus):
    text(campus, "withdrawal", "Belehrung eins")
    booking(
        run(campus), kind="company", organisation_name="Beispiel GmbH", shown=reads.shown_at_booking("de", NOW).versions
    )

    body = Mail.objects.get(kind="bookings.booked").body
    assert "Belehrung eins" not in body
    assert "/vertrag-widerrufen/" not in body


PUBLIC = {
    "terms": "web:terms",
    "withdrawal": "web:withdrawal_text",
    "privacy": "web:privacy",
    "imprint": "web:imprint",
    "accessibility": "web:accessibility",
}


@pytest.mark.parametrize("kind", sorted(PUBLIC))
def test_the_public_page_shows_the_version_of_today_in_both_languages(kind, campus, client):
    text(campus, kind, "Guter Satz")

    assert "Guter Satz" in client.get(reverse(PUBLIC[kind])).content.decode()
    assert "Guter Satz (en)" in client.get("/en" + reverse(PUBLIC[kind])).content.decode()


@pytest.mark.parametrize("kind", sorted(PUBLIC))
def test_a_missing_text_says_what_belongs_there_and_where_it_goes_on(kind, campus, client, anna):
    write, public = reverse("web:office_text", args=[kind]), client.get(reverse(PUBLIC[kind])).text
    [(said, url)] = EMPTY.findall(public)
    assert said.startswith("Hier ")
    assert said.endswith("Dieser Text fehlt noch.")
    assert client.get(url or "/").status_code == 200
    assert url or reverse("web:report_barrier") in public
    assert write not in public

    client.force_login(anna)
    assert EMPTY.findall(client.get(reverse(PUBLIC[kind])).text) == [(said, write)]


@pytest.mark.parametrize(("path", "write"), [("/jugend/", "/buero/seiten/jugend/schreiben/"), ("/modell/", "")])
def test_a_page_that_nobody_has_written_says_what_belongs_there_and_where_it_goes_on(path, write, campus, client, anna):
    [(said, url)] = EMPTY.findall(client.get(path).text)
    assert said.endswith("Dieser Text fehlt noch.")
    assert url == "/kurse/"

    client.force_login(anna)
    page = client.get(path).text
    assert EMPTY.findall(page) == [(said, write)]
    assert "/buero/seiten/" in page


EMPTY = re.compile(r'<div class="empty"><p>([^<]*)</p>(?:<a class="button quiet" href="([^"]*)">)?')


def test_the_office_looks_at_a_text_before_it_is_kept(campus, client, anna):
    client.force_login(anna)
    page, typed = (
        reverse("web:office_text", args=["privacy"]),
        {"text_de": "Absatz eins\n\n<b>zwei</b>", "text_en": "", "valid_from": "2999-01-01"},
    )

    seen = client.post(page, typed)
    assert "<p>Absatz eins</p>" in seen.content.decode()
    assert "&lt;b&gt;zwei&lt;/b&gt;" in seen.content.decode()
    assert not LegalText.objects.exists()
    assert client.post(page, typed | {"weiter": "1"}).status_code == 200
    assert not LegalText.objects.exists()
    assert client.post(page, typed | {"speichern": "1"}).status_code == 302
    kept = LegalText.objects.get()
    assert (kept.kind, kept.number, kept.made_by) == ("privacy", 1, anna)
    assert Line.objects.filter(deed="legal.text_kept").count() == 1
    assert client.get(reverse("web:office_text_version", args=[kept.pk])).status_code == 200
    assert "Fassung 1" in client.get(reverse("web:office_texts")).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text_de": ""},
        {"text_de": "x" * 40_001},
        {"valid_from": "2020-01-01"},
        {"valid_from": "gestern"},
        {"text_de": "a\x00b"},
    ],
)
def test_a_text_that_cannot_be_is_refused_with_a_sentence(wrong, campus, client, anna):
    client.force_login(anna)
    typed = {"text_de": "x", "text_en": "", "valid_from": "2999-01-01", "speichern": "1"} | wrong

    assert client.post(reverse("web:office_text", args=["terms"]), typed).status_code == 422
    assert not LegalText.objects.exists()


def test_an_unknown_kind_of_text_is_not_found(campus, client, anna):
    client.force_login(anna)
    assert client.get(reverse("web:office_text", args=["gibt-es-nicht"])).status_code == 404


def test_a_rule_of_the_office_wins_from_its_day_until_it_is_taken_back(campus, client, anna, now):
    rule = actions.keep_rule(
        campus=campus, key="consumers.withdrawal_days", value="30", valid_from=date(2027, 2, 1), source_title="eigene Zusage", by=anna, now=now
    )  # fmt: skip

    assert reads.rulebook(date(2027, 3, 1)).whole("consumers.withdrawal_days") == 30
    assert reads.rulebook(date(2027, 1, 31)).whole("consumers.withdrawal_days") == 14
    client.force_login(anna)
    assert client.post(reverse("web:rule_remove", args=[rule.pk])).status_code == 302
    campus.refresh_from_db()  # as each request does
    assert reads.rulebook(date(2027, 3, 1)).whole("consumers.withdrawal_days") == 14


def test_a_rule_nobody_looked_at_for_two_years_is_asked_for(campus, client, anna, now):
    actions.keep_rule(
        campus=campus, key="consumers.withdrawal_days", value="30", valid_from=date(2027, 2, 1), source_title="eigene Zusage", by=anna, now=now
    )  # fmt: skip
    late = now.replace(year=2029, month=2)  # the shipped rows were looked at in 2026, the own one in March 2027

    asked = [item for item in announces.board(late) if item.url == reverse("web:office_rules")]
    assert [item for item in announces.board(now) if item.url == reverse("web:office_rules")] == []
    assert [item.title for item in asked] == [f"{len(reads.unchecked(late.date()))} Regeln wieder ansehen"]
    assert "consumers.withdrawal_days" not in [row.key for row in reads.unchecked(late.date())]
    client.force_login(anna)
    assert "angesehen am" in client.get(reverse("web:office_rules")).content.decode()


def test_the_board_names_the_texts_that_are_missing_and_a_demo_needs_none(campus, now):
    wanted = reverse("web:office_texts")
    [item] = [item for item in announces.board(now) if item.url == wanted]
    assert (item.title, "Impressum" in item.detail) == ("5 Rechtstexte fehlen", True)

    actions.keep_text(
        campus=campus, kind="imprint", text_de="Torgau", text_en="", valid_from=now.date(), by=SYSTEM, now=now
    )
    [item] = [item for item in announces.board(now) if item.url == wanted]
    assert (item.title, "Impressum" in item.detail) == ("4 Rechtstexte fehlen", False)

    campus.is_demo = True
    assert [item for item in announces.board(now) if item.url == wanted] == []


def test_a_later_own_row_ends_the_one_before(campus, anna, now):
    for value, day in (("20", date(2027, 1, 1)), ("30", date(2027, 2, 1))):
        actions.keep_rule(
            campus=campus,
            key="consumers.withdrawal_days",
            value=value,
            valid_from=day,
            source_title="x",
            by=anna,
            now=now,
        )

    assert [
        reads.rulebook(day).whole("consumers.withdrawal_days") for day in (date(2027, 1, 31), date(2027, 2, 1))
    ] == [20, 30]


def test_two_own_rows_from_one_day_are_refused(campus, anna, now):
    values = {
        "campus": campus,
        "key": "vat.course_fees",
        "value": "included",
        "valid_from": date(2027, 1, 1),
        "source_title": "x",
        "by": anna,
        "now": now,
    }
    actions.keep_rule(**values)

    with pytest.raises(RuleNotKept):
        actions.keep_rule(**values)


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({}, 302), ({"value": "viele"}, 422), ({"key": "gibt.es.nicht"}, 422), ({"valid_to": "2026-01-01"}, 422), ({"value": "9" * 20}, 422),
        ({"value": "<script>"}, 422), ({"source_title": ""}, 422), ({"source_title": "=1+1 \U0001f600"}, 302), ({"value": "1\x00"}, 422),
    ],
)  # fmt: skip
def test_the_form_for_rules_takes_what_makes_sense(typed, status, campus, client, anna):
    client.force_login(anna)
    whole = {
        "key": "retention.mails_days",
        "value": "90",
        "valid_from": "2027-01-01",
        "valid_to": "",
        "source_title": "Beschluss",
        "source_url": "",
    }

    assert client.post(reverse("web:rule_new"), whole | typed).status_code == status
    assert Rule.objects.count() == (status == 302)
    assert client.get(reverse("web:office_rules")).status_code == 200
