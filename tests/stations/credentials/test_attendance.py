"""Attendance by the lecturer's link and by the office."""

from datetime import date, timedelta

import pytest

from glascampus.basics.reason import NotAllowed
from glascampus.basics.rulebook import Rulebook
from glascampus.commons.journal.models import Line
from glascampus.commons.journal.rules import Actor
from glascampus.commons.outbox.models import Mail
from glascampus.stations.courses.models import Session
from glascampus.stations.credentials import actions, reads
from glascampus.stations.credentials.models import Attendance, AttendanceLink, Result
from tests.build import commons
from tests.build import credentials as build


def holder_of(link):
    return Actor("attendance_link", link.pk)


def test_a_tap_counts_once_however_often_it_is_made(campus, anna, now):
    seat = build.seat(build.run(campus))
    session = seat.run.sessions.first()

    for _ in range(3):
        actions.tap(session=session, seat=seat, present=True, by=anna, now=now)
    actions.tap(session=session, seat=seat, present=False, by=anna, now=now)

    assert list(Attendance.objects.values_list("present", flat=True)) == [False]
    deeds = list(Line.objects.filter(thing_kind="credentials.attendance").order_by("pk").values_list("deed", flat=True))
    assert deeds == ["credentials.was_present", "credentials.was_absent"]


def test_the_holder_of_the_link_notes_only_in_its_run_and_its_time(campus, anna, now):
    run = build.run(campus, starts_at=now)
    seat, stranger = build.seat(run), build.seat(build.run(campus, starts_at=now))
    link = actions.make_attendance_link(run=run, by=anna, now=now)
    session = run.sessions.first()

    actions.tap(session=session, seat=seat, present=True, by=holder_of(link), now=now)

    with pytest.raises(NotAllowed):
        actions.tap(session=stranger.run.sessions.first(), seat=stranger, present=True, by=holder_of(link), now=now)
    with pytest.raises(NotAllowed):
        actions.tap(session=session, seat=seat, present=False, by=holder_of(link), now=now + timedelta(days=9))
    with pytest.raises(actions.NotNoted) as error:
        actions.tap(session=session, seat=stranger, present=True, by=holder_of(link), now=now)
    assert error.value.reason.code == "not_seated"


def test_tomorrow_cannot_be_noted_today(campus, anna, now):
    seat = build.seat(build.run(campus, starts_at=now))
    with pytest.raises(actions.NotNoted) as error:
        actions.tap(session=seat.run.sessions.last(), seat=seat, present=True, by=anna, now=now)
    assert error.value.reason.code == "session_not_yet"


def test_a_new_link_ends_the_old_one(campus, anna, now):
    run = build.run(campus, starts_at=now)
    old = actions.make_attendance_link(run=run, by=anna, now=now)
    new = actions.make_attendance_link(run=run, by=anna, now=now)
    assert reads.link_by_token(reads.token_of(old)).revoked_at
    assert reads.newest_link(run) == new


def test_only_the_office_makes_links(campus, bodo, carla, now):
    run = build.run(campus)
    for stranger in (bodo, carla, Actor("guest")):
        with pytest.raises(NotAllowed):
            actions.make_attendance_link(run=run, by=stranger, now=now)
    assert not AttendanceLink.objects.exists()


def test_the_link_is_mailed_to_the_lecturers_who_have_an_address(campus, anna, now):
    run = build.run(campus, starts_at=now)
    link = actions.make_attendance_link(run=run, by=anna, now=now)
    with pytest.raises(actions.NoLink) as error:
        actions.mail_link(run=run, by=anna, now=now)
    run.lecturers.add(commons.person(campus, "Lee", "Lehr", email="lee@example.org"), commons.person(campus, "Ohne"))

    assert actions.mail_link(run=run, by=anna, now=now) == 1

    assert error.value.reason.code == "no_lecturer_email"
    mail = Mail.objects.get(to="lee@example.org")
    assert f"/anwesenheit/{reads.token_of(link)}/" in mail.body


def test_a_lecturer_taps_at_the_phone_without_an_account(client, campus, anna, now, settle_clock):
    run = build.run(campus, starts_at=now, assessed=True)
    seat = build.seat(run, "Kim", "Beispiel")
    url = f"/anwesenheit/{reads.token_of(actions.make_attendance_link(run=run, by=anna, now=now))}/"

    page = client.get(url)
    session = run.sessions.first()
    answer = client.post(url, {"seat": seat.pk, "session": session.pk, "says": "da"})
    client.post(url, {"seat": seat.pk, "says": "bestanden"})

    assert "Kim Beispiel" in page.text
    assert "hr@example.org" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert answer.url == f"{url}?termin=1#p-{seat.pk}"
    assert Attendance.objects.get().present
    assert Result.objects.get().passed
    assert "ist da" in client.get(url).text


@pytest.mark.parametrize(
    "posted",
    [
        {}, {"seat": "1" * 4000}, {"seat": "\0", "session": "\0", "says": "da"}, {"says": "<script>"},
        {"seat": "=1+1", "session": "🙂", "says": "da"}, {"seat": "-1", "session": "1", "says": "x" * 10_000},
    ],
)  # fmt: skip
def test_a_hostile_tap_is_answered_with_sentences(client, campus, anna, now, settle_clock, posted):
    run = build.run(campus, starts_at=now)
    build.seat(run)
    url = f"/anwesenheit/{reads.token_of(actions.make_attendance_link(run=run, by=anna, now=now))}/"
    assert client.post(url, posted).status_code == 422
    for asked in ("\0", "9" * 5000, "-1", "²", "<script>"):
        assert client.get(url, {"termin": asked}).status_code == 200


def test_a_link_says_kindly_why_it_does_not_open(client, campus, anna, now, settle_clock):
    early, over = (
        build.run(campus, starts_at=now + timedelta(days=3)),
        build.run(campus, starts_at=now - timedelta(days=9)),
    )
    revoked = build.run(campus, starts_at=now)
    links = [actions.make_attendance_link(run=run, by=anna, now=now) for run in (early, over, revoked)]
    urls = [f"/anwesenheit/{reads.token_of(link)}/" for link in links]
    actions.revoke_attendance_link(run=revoked, by=anna, now=now)

    answers = [client.get(url) for url in urls]

    assert [answer.status_code for answer in answers] == [200, 410, 410]
    assert "öffnet 2 Stunden vor dem ersten Termin. Das ist am Do 4. März 2027 um 07:00" in " ".join(
        answers[0].text.split()
    )
    assert "abgelaufen" in answers[1].text
    assert "zurückgezogen" in answers[2].text
    assert client.get("/anwesenheit/gibtesnicht/").status_code == 404


def test_the_sheet_takes_the_same_queries_for_one_and_for_many(campus, now, django_assert_num_queries):
    run = build.run(campus, capacity=60)
    build.seat(run)
    reads.sheet(run, now)  # the rules are read once
    with django_assert_num_queries(5):
        reads.sheet(run, now)
    for n in range(20):
        build.seat(run, f"Person {n}")
    with django_assert_num_queries(5):
        assert len(reads.sheet(run, now).rows) == 21


def test_between_two_lessons_a_week_apart_the_link_says_when_it_opens_again(client, campus, anna, now, settle_clock):
    run = build.run(campus, sessions=1, starts_at=now - timedelta(days=3))
    _again(run, now + timedelta(days=4))
    url = f"/anwesenheit/{reads.token_of(actions.make_attendance_link(run=run, by=anna, now=now))}/"

    said = " ".join(client.get(url).text.split())

    assert (
        "zwischen den Terminen zu. Er öffnet 2 Stunden vor dem nächsten Termin. Das ist am Fr 5. März 2027 um 07:00"
        in said
    )


def test_the_link_notes_only_around_each_lesson_and_the_office_always(campus, anna, now):
    run = build.run(campus, sessions=1, starts_at=now - timedelta(days=7))
    second = _again(run, now)
    seat, first = build.seat(run), run.sessions.first()
    link = actions.make_attendance_link(run=run, by=anna, now=now)

    actions.tap(session=second, seat=seat, present=True, by=holder_of(link), now=now)
    with pytest.raises(NotAllowed):
        actions.tap(session=first, seat=seat, present=True, by=holder_of(link), now=now)
    actions.tap(session=first, seat=seat, present=True, by=anna, now=now)

    assert Attendance.objects.filter(present=True).count() == 2


def test_a_lesson_whose_time_is_over_shows_names_and_no_buttons(client, campus, anna, now, settle_clock):
    run = build.run(campus, sessions=1, starts_at=now - timedelta(days=7))
    _again(run, now)
    seat = build.seat(run, "Kim", "Beispiel")
    url = f"/anwesenheit/{reads.token_of(actions.make_attendance_link(run=run, by=anna, now=now))}/"

    past, today = client.get(url, {"termin": "1"}).text, client.get(url, {"termin": "2"}).text
    refused = client.post(url, {"seat": seat.pk, "session": run.sessions.first().pk, "says": "da"})

    assert "ist die Zeit zum Eintragen vorbei" in past
    assert 'value="fehlt"' not in past
    assert 'value="fehlt"' in today
    assert "können Sie bis Di 2. März 2027, 17:00" in " ".join(today.split())
    assert refused.status_code == 422
    assert not Attendance.objects.exists()


def test_the_office_sends_a_new_link_with_one_button_and_the_old_one_is_shut(client, campus, anna, now, settle_clock):
    run = build.run(campus, starts_at=now)
    run.lecturers.add(commons.person(campus, "Lee", "Lehr", email="lee@example.org"))
    old = reads.token_of(actions.make_attendance_link(run=run, by=anna, now=now))
    client.force_login(anna)

    answer = client.post(f"/buero/durchgaenge/{run.code}/anwesenheit/", {"deed": "renew"})

    new = reads.token_of(reads.newest_link(run))
    assert (answer.status_code, client.get(f"/anwesenheit/{old}/").status_code) == (302, 410)
    assert f"/anwesenheit/{new}/" in Mail.objects.get(to="lee@example.org").body
    assert set(Line.objects.values_list("deed", flat=True)) >= {
        "credentials.link_made", "credentials.link_revoked", "credentials.link_mailed"
    }  # fmt: skip


def test_the_hours_of_the_link_are_rows_of_the_rulebook(campus, now):
    hours = reads.link_hours(now)
    assert (hours.before, hours.after) == (timedelta(hours=2), timedelta(hours=24))
    shipped = Rulebook(on=date(2027, 3, 1))
    assert shipped.whole("credentials.attendance_link_opens_hours_before") == 2
    assert shipped.whole("credentials.attendance_link_ends_hours_after") == 24


def _again(run, starts_at):
    """One more lesson of the run."""
    made = build._keep(
        Session(campus=run.campus, run=run, starts_at=starts_at, ends_at=starts_at + timedelta(hours=8))
    )  # fmt: skip
    run.ends_at = made.ends_at
    run.save()
    return made


def test_a_whole_list_is_noted_at_once_and_leaves_what_was_noted_before(campus, anna, now):
    run = build.run(campus)
    first, second, third = (build.seat(run) for _ in range(3))
    session = run.sessions.first()
    actions.tap(session=session, seat=first, present=False, by=anna, now=now)

    new = actions.note_list(
        session=session, present={first.pk: True, second.pk: True, third.pk: False}, by=anna, now=now
    )

    assert new == 2
    assert dict(Attendance.objects.values_list("seat", "present")) == {
        first.pk: False,
        second.pk: True,
        third.pk: False,
    }
    assert Line.objects.filter(thing_kind="credentials.attendance").count() == 3
    assert Line.objects.filter(thing_kind="credentials.attendance", thing_id=None).count() == 0


def test_a_list_with_a_stranger_on_it_or_of_tomorrow_is_not_noted_and_only_the_office_notes_one(campus, anna, now):
    run = build.run(campus, starts_at=now)
    seat, stranger = build.seat(run), build.seat(build.run(campus, starts_at=now))
    first, last = run.sessions.first(), run.sessions.last()
    link = actions.make_attendance_link(run=run, by=anna, now=now)

    with pytest.raises(actions.NotNoted, match="not_seated"):
        actions.note_list(session=first, present={seat.pk: True, stranger.pk: True}, by=anna, now=now)
    with pytest.raises(actions.NotNoted, match="session_not_yet"):
        actions.note_list(session=last, present={seat.pk: True}, by=anna, now=now)
    with pytest.raises(NotAllowed):
        actions.note_list(session=first, present={seat.pk: True}, by=holder_of(link), now=now)
    assert not Attendance.objects.exists()
