"""Figures along the thread, the page, the CSV, and that nothing small can be read from them."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils.text import slugify

from glascampus.commons.journal.actions import keep
from glascampus.commons.journal.rules import SYSTEM
from glascampus.stations.bookings.models import Seat
from glascampus.stations.credentials.actions import close_run, revoke
from glascampus.stations.curriculum.models import ModuleAnswer
from glascampus.stations.impact import reads
from glascampus.stations.needs.models import Statement, Topic
from tests.build import credentials as build


def topic(campus, title="Glas prüfen"):
    return keep(
        thing=Topic(campus=campus, slug=slugify(title), title_de=title, made_at=build.NOW),
        by=SYSTEM, now=build.NOW, deed="test.made",
    )  # fmt: skip


def stated(topic, firms, days_ago=60):
    at = build.NOW - timedelta(days=days_ago)
    for n in range(firms):
        key = f"{topic.pk}-{n}-{days_ago}"
        keep(
            thing=Statement(campus=topic.campus, code=key, wish="Bitte", people=2, firm=key, organisation_name=key,
                            stated_at=at, confirmed_at=at, link=f"l{key}", confirm_link=f"c{key}", topic=topic),
            by=SYSTEM, now=build.NOW, deed="test.made",
        )  # fmt: skip


def answer(topic, course):
    for module in course.modules.all():
        row = ModuleAnswer(campus=topic.campus, module=module, topic=topic, depth=2)
        keep(thing=row, by=SYSTEM, now=build.NOW, deed="test.made")


def values(user, now):
    return {figure.code: figure.value for figure in reads.figures(user, now)}


@pytest.fixture
def whole_thread(campus, now):
    """Four firms stated it, a course answers it, three people sat in it and two of them were there."""
    need = topic(campus)
    stated(need, 4)
    run = build.run(campus)
    answer(need, run.course)
    people = [build.seat(run, name) for name in ("Ada", "Bo", "Cy")]
    for seat, there in zip(people, [(True, True), (True, True), (False, False)], strict=True):
        build.attend(seat, there)
    close_run(run=run, by=SYSTEM, now=now)
    return need, run


def test_the_thread_is_counted_from_the_need_to_the_people(whole_thread, anna, now):
    assert values(anna, now) == {
        "topics": 1, "firms_asked": 4, "modules": 1, "gaps": 0, "courses": 1, "runs_held": 1, "share_held": 100,
        "seats_booked": 3, "fill_rate": 25, "credentials": 2, "people_attended": 2, "firms_answered": 4,
    }  # fmt: skip


def test_a_number_changed_at_one_end_is_seen_at_the_other(whole_thread, campus, anna, now):
    need, run = whole_thread
    revoke(credential=build.reads.papers_of(run).popitem()[1], by=anna, now=now)
    topic(campus, "Noch eine Lücke")

    after = values(anna, now)
    home = {station.key: station.figure for station in reads.home_stations(None, now)}

    assert (after["credentials"], after["gaps"], after["topics"]) == (1, 1, 2)
    assert (home["credential"], home["need"], home["impact"]) == ("1", "2", "2")
    assert reads.said_done(need, anna, now).issued == 1


def test_what_became_of_a_need_is_told_in_steps(whole_thread, anna, now):
    done = reads.said_done(whole_thread[0], anna, now)
    assert (done.held, done.attended, done.issued) == (1, 2, 2)
    assert [step.text for step in done.steps][1:] == [
        "Modul: Glas verstehen", "Kurs: Glas verstehen", "stattgefunden", "2 Teilnahmen", "2 Nachweise",
    ]  # fmt: skip
    assert reads.told_story(None, now).need == "Glas prüfen"


def test_who_comes_to_two_runs_counts_once(whole_thread, campus, anna, now):
    again = build.run(campus)
    build.attend(build.seat(again, "Ada", who=Seat.objects.order_by("pk")[0].who))
    build.attend(build.seat(again, "Dora"))

    assert values(anna, now)["people_attended"] == 3
    assert {station.key: station.figure for station in reads.home_stations(None, now)}["impact"] == "3"


def test_a_course_that_had_run_before_anybody_asked_is_told_as_that(whole_thread, campus, anna, now):
    late = topic(campus, "Spät gefragt")
    stated(late, 4, days_ago=-1)
    answer(late, whole_thread[1].course)

    said = [step.text for step in reads.said_done(late, anna, now).steps]
    assert "schon vorher stattgefunden" in said
    assert "stattgefunden" not in said


def test_the_public_reads_no_small_number_of_firms(campus, carla, anna, now):
    small, big = topic(campus, "Klein"), topic(campus, "Groß")
    stated(small, 2)
    stated(big, 5)

    public, office = values(carla, now), values(anna, now)

    assert (public["firms_asked"], office["firms_asked"]) == (None, 7)  # 7 beside the published 5 would say 2
    assert "7" not in {figure.shown for figure in reads.figures(None, now)}


def test_one_firm_that_asked_after_the_run_cannot_be_computed(whole_thread, anna, now):
    stated(whole_thread[0], 1, days_ago=0)
    assert (values(None, now)["firms_answered"], values(anna, now)["firms_answered"]) == (None, 4)


def test_another_campus_counts_for_itself(whole_thread, other_campus, now):
    from django_scopes import scope

    with scope(campus=other_campus):
        assert {figure.value for figure in reads.figures(None, now)} == {0, None}
        assert not any(station.filled for station in reads.home_stations(None, now))
        assert reads.told_story(None, now) is None


def test_the_front_page_asks_once(whole_thread, now, django_assert_num_queries):
    with django_assert_num_queries(1):
        reads.home_stations(None, now)
    with django_assert_num_queries(2):
        reads.told_story(None, now)


def test_the_page_asks_as_much_for_many_needs_as_for_one(whole_thread, campus, now, django_assert_max_num_queries):
    for n in range(20):
        answer(topic(campus, f"Bedarf {n}"), whole_thread[1].course)
    with django_assert_max_num_queries(7):
        connected = reads.Connected(now)
        reads.figures(None, now, connected)
        assert len(reads.all_said_done(None, now, connected)) == 21


def test_the_file_says_what_the_page_says(whole_thread, client, now, settle_clock):
    for prefix, separator in (("", ";"), ("/en", ",")):
        page, file = client.get(f"{prefix}/wirkung/"), client.get(f"{prefix}/wirkung.csv")
        rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=separator))[1:]
        assert len(rows) == 12
        assert page.status_code == file.status_code == 200
        for _station, label, _value, shown, definition in rows:
            assert label in page.text
            assert shown in page.text
            assert definition in page.text


def test_only_the_office_sees_the_lists_behind_the_figures(whole_thread, client, anna, now, settle_clock):
    assert "Liste dahinter" not in client.get("/wirkung/").text
    client.force_login(anna)
    assert "Liste dahinter" in client.get("/wirkung/").text


def test_an_empty_campus_says_how_to_begin(client, campus):
    page = client.get("/wirkung/")
    assert page.status_code == 200
    assert "Noch hat niemand einen Bedarf gemeldet" in page.text
