"""The office's words and rules are read once per process, and anew in the request after any of them changed."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from glascampus.commons.campuses.models import Campus
from glascampus.commons.legal.actions import keep_rule, keep_text, remove_rule
from glascampus.commons.legal.reads import shown_at_booking
from glascampus.commons.outbox.actions import word
from glascampus.commons.outbox.models import Mail
from glascampus.stations.bookings.reads import tax_code_on
from tests.build import bookings as build
from tests.build import courses

DAY = date(2027, 3, 1)


def the_next_request(campus):
    """A request reads its campus anew; nothing else goes from one web process to the other."""
    return scope(campus=Campus.objects.get(pk=campus.pk))


def elsewhere(campus, deed, **values):
    """The deed is done by another web process: what this one has at hand does not hear of it."""
    there = Campus.objects.get(pk=campus.pk)
    with scope(campus=there):
        return deed(campus=there, **values)


def test_terms_changed_in_one_process_are_shown_by_the_other_in_the_next_request(campus, anna, now):
    elsewhere(campus, keep_text, kind="terms", text_de="Alt", text_en="", by=anna, now=now)
    with the_next_request(campus):
        assert shown_at_booking("de", now).terms == "Alt"
    elsewhere(campus, keep_text, kind="terms", text_de="Neu", text_en="", by=anna, now=now)
    with the_next_request(campus):
        assert shown_at_booking("de", now).terms == "Neu"


def test_a_tax_rule_made_and_removed_elsewhere_counts_in_the_next_request(campus, anna, now):
    said = []
    with the_next_request(campus):
        said.append(tax_code_on(DAY))
    rule = elsewhere(
        campus, keep_rule, key="vat.course_fees", value="included", valid_from=DAY, source_title="Bescheid", by=anna, now=now
    )  # fmt: skip
    with the_next_request(campus):
        said.append(tax_code_on(DAY))
    remove_rule(rule=rule, by=anna, now=now)
    with the_next_request(campus):
        said.append(tax_code_on(DAY))
    assert said == ["ustg_4_21", "included_19", "ustg_4_21"]


def test_words_of_a_mail_changed_elsewhere_are_in_the_next_mail(campus, now):
    run = courses.run(campus, capacity=6)
    for name, subject in (("Erste Person", ""), ("Zweite Person", "Willkommen"), ("Dritte Person", "Schön")):
        if subject:
            elsewhere(campus, word, kind="bookings.booked", language="de", parts={"subject": subject}, now=now)
        with the_next_request(campus):
            build.booking(run, name)
    subjects = list(Mail.objects.order_by("pk").values_list("subject", flat=True))
    assert (subjects[0] not in {"Willkommen", "Schön"}, subjects[1:]) == (True, ["Willkommen", "Schön"])


def test_what_nobody_changed_is_not_asked_again(campus, now):
    with the_next_request(campus):
        shown_at_booking("de", now)
        tax_code_on(DAY)
    with the_next_request(campus), CaptureQueriesContext(connection) as seen:
        shown_at_booking("de", now)
        tax_code_on(DAY)
    assert len(seen) == 0


def test_a_change_that_was_rolled_back_leaves_nothing_behind(campus, anna, now):
    with transaction.atomic():
        keep_text(campus=campus, kind="terms", text_de="Nie gesagt", text_en="", by=anna, now=now)
        assert shown_at_booking("de", now).terms == "Nie gesagt"
        transaction.set_rollback(True)
    with the_next_request(campus):
        assert shown_at_booking("de", now).terms == ""


def test_a_campus_read_before_the_change_does_not_bring_the_old_words_back(campus, anna, now):
    old = Campus.objects.get(pk=campus.pk)
    with scope(campus=old):
        shown_at_booking("de", now)
    elsewhere(campus, keep_text, kind="terms", text_de="Neu", text_en="", by=anna, now=now)
    old.town = "Torgau"
    old.save()
    with the_next_request(campus):
        assert shown_at_booking("de", now).terms == "Neu"


def test_two_campuses_keep_their_words_apart(campus, other_campus, anna, now):
    keep_text(campus=campus, kind="terms", text_de="Hier", text_en="", by=anna, now=now)
    with scope(campus=campus):
        assert shown_at_booking("de", now).terms == "Hier"
    with scope(campus=other_campus):
        assert shown_at_booking("de", now).terms == ""
