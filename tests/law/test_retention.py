"""What is past its time goes by itself: proved with the clock, table by table, and after an interruption."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import pytest
from django_scopes import scope, scopes_disabled

from glascampus.commons.campuses.models import Campus
from glascampus.commons.editorial.actions import take_down
from glascampus.commons.intake.models import Batch
from glascampus.commons.journal.models import Line
from glascampus.commons.journal.rules import GUEST, SYSTEM
from glascampus.commons.legal import actions
from glascampus.commons.legal.actions import retention
from glascampus.commons.legal.models import Feedback, Sweep
from glascampus.commons.legal.reads import rulebook
from glascampus.commons.legal.rules import ended_before
from glascampus.commons.machines.models import Reply
from glascampus.commons.monday.models import MondayLetter, Subscription
from glascampus.commons.organisations.models import Membership
from glascampus.commons.outbox.actions import post
from glascampus.commons.outbox.models import Mail, Tally
from glascampus.commons.people.models import Person
from glascampus.commons.roles.models import Role, SignInLink, User
from glascampus.commons.roll.reads import announced
from glascampus.stations.bookings import actions as bookings
from glascampus.stations.bookings.models import (
    Booking,
    Call,
    CallRound,
    Fee,
    LineEvent,
    MoveAnswer,
    Reminder,
    Seat,
    Undoable,
)
from glascampus.stations.courses.models import Move, Run, Session
from glascampus.stations.credentials.models import Attendance, AttendanceLink, Credential, Result, Scan
from glascampus.stations.credentials.reads import file_of
from glascampus.stations.needs.actions import answer as say
from glascampus.stations.needs.models import Answer, Statement
from glascampus.web.commands.verify import audit
from tests.build import commons, credentials, editorial, machines, needs
from tests.build.bookings import booking
from tests.build.commons import NOW
from tests.build.courses import run
from tests.build.legal import feedback

DAY = timedelta(days=1)


def a_mail(campus):
    mail = post(campus=campus, to="x@example.org", template="legal/mail/feedback_answered.txt", language="de", now=NOW, about=campus,
                context={"feedback": Feedback(what="x", answer="y")})  # fmt: skip
    Mail.objects.filter(pk=mail.pk).update(state="failed")
    return mail


def a_user(campus):
    user = User(email="alt@example.org", made_at=NOW)
    user.save()
    return user


def a_role(campus):
    return Role.objects.create(campus=campus, user=a_user(campus), kind="company")


def a_membership(campus):
    return Membership.objects.create(
        campus=campus, organisation=commons.organisation(campus), user=a_user(campus), made_at=NOW, ended_at=NOW
    )


def a_subscription(campus):
    return Subscription.objects.create(campus=campus, user=a_user(campus), made_at=NOW)


def a_monday_letter(campus):
    return MondayLetter.objects.create(campus=campus, user=a_user(campus), week=NOW.date(), made_at=NOW)


def a_link(campus):
    return SignInLink.objects.create(campus=campus, email="x@example.org", made_at=NOW, **LINK)


LINK: dict[str, object] = {"until": NOW, "link": "s" * 64}


def a_withdrawal(campus):
    return bookings.withdraw(
        campus=campus,
        name="Ada",
        contract="x",
        part="",
        email="ada@example.org",
        language="de",
        form_key="k" * 20,
        by=GUEST,
        now=NOW,
    )


def a_booking(campus):
    made = booking(run(campus))
    bookings.cancel_booking(booking=made, by=SYSTEM, now=NOW)
    return made


def an_undoable(campus):
    return Undoable.objects.create(
        campus=campus, deed="run_confirmed", run=run(campus), batch="b" * 32, done_at=NOW, until=NOW
    )


def a_reminder(campus):
    return Reminder.objects.create(
        campus=campus, booking=booking(run(campus)), kind="week", about_on=NOW.date(), made_at=NOW
    )


def a_held_seat(campus):
    """A seat in a run that took place; the run counts it."""
    seat = credentials.seat(credentials.run(campus, sessions=1))
    Run.objects.filter(pk=seat.run_id).update(taken=1)
    return seat


def an_attendance(campus):
    seat = a_held_seat(campus)
    credentials.attend(seat, [True])
    return Attendance.objects.get()


def a_result(campus):
    return Result.objects.create(campus=campus, seat=a_held_seat(campus), passed=True, noted_at=NOW)


def an_attendance_link(campus):
    return AttendanceLink.objects.create(
        campus=campus, run=credentials.run(campus, sessions=1), link="l" * 64, made_at=NOW
    )


def a_tally(campus):
    return Tally.objects.create(campus=campus, what="t" * 64, since=NOW, number=1)


def a_reply(campus):
    token = machines.program(campus).token
    return Reply.objects.create(
        campus=campus, token=token, method="POST", path="/api/v1/bookings", key="k" * 8, body_hash="h" * 64, status=201,
        answer=b"", made_at=NOW,
    )  # fmt: skip


def a_batch(campus):
    return Batch.objects.create(campus=campus, kind="people", made=[], made_at=NOW)


def a_round(campus):
    return CallRound.objects.create(campus=campus, run=run(campus), started_at=NOW)


def a_call(campus):
    seat = booking(run(campus)).seats.get()
    asked = CallRound.objects.create(campus=campus, run=seat.run, started_at=NOW)
    return Call.objects.create(campus=campus, round=asked, seat=seat, outcome="sure", at=NOW)


def a_move_answer(campus):
    made = booking(run(campus))
    times = {name: getattr(made.run, name) for name in ("starts_at", "ends_at", "closes_at")}
    move = Move.objects.create(campus=campus, run=made.run, moved_at=NOW, **times)
    return MoveAnswer.objects.create(campus=campus, move=move, booking=made, answer="agreed", at=NOW)


def a_line_event(campus):
    made = booking(run(campus))
    return LineEvent.objects.create(
        campus=campus, run=made.run, booking=made, at=NOW, code="group_too_large", free=1, wants=2
    )


def a_fee(campus):
    made = booking(run(campus))
    return Fee.objects.create(
        campus=campus, booking=made, seats=1, price_cents=100, percent=50, cents=50, days_left=3, charged_at=NOW
    )


def a_person(campus):
    return booking(run(campus)).seats.get().person


def a_scan(campus):
    """A signed list whose file lies there."""
    made = Scan.objects.create(
        campus=campus, run=credentials.run(campus, sessions=1), file=f"scans/{'f' * 32}.pdf", pages=1, sha256="0" * 64,
        made_at=NOW,
    )  # fmt: skip
    file = file_of(made)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"%PDF-1.7")
    Scan.objects.filter(pk=made.pk).update(sha256=hashlib.sha256(b"%PDF-1.7").hexdigest())
    return made


def a_paper(campus):
    paper = credentials.credential(campus, sessions=2)
    Run.objects.filter(pk=paper.seat.run_id).update(taken=1)
    return paper


def a_need_with_an_answer(campus):
    need = needs.confirmed(campus)
    return say(statement=need, text="Unsere Antwort", by=SYSTEM, now=NOW)


def dated(rows, **columns):
    type(rows)._base_manager.filter(pk=rows.pk).update(**columns)


def over(thing_run, at):
    """Lay a run's end on a moment."""
    Session.objects.filter(run=thing_run).update(starts_at=at - timedelta(hours=8), ends_at=at)
    Run.objects.filter(pk=thing_run.pk).update(
        starts_at=at - timedelta(hours=8), ends_at=at, closes_at=at - DAY, decide_on=None
    )


def a_picture(campus):
    """A photo of news that was taken down."""
    news = editorial.news(campus)
    made = editorial.picture(news, **editorial.AGREED)
    take_down(page=news.page, by=SYSTEM, now=NOW)
    return made


MADE = {
    "legal.Feedback": (feedback, lambda row, at: dated(row, received_at=at)),
    "outbox.Mail": (a_mail, lambda row, at: dated(row, made_at=at)),
    "roles.User": (a_user, lambda row, at: dated(row, made_at=at)),
    "roles.Role": (a_role, lambda row, at: dated(row.user, made_at=at)),
    "roles.SignInLink": (a_link, lambda row, at: dated(row, made_at=at)),
    "monday.Subscription": (a_subscription, lambda row, at: dated(row.user, made_at=at)),
    "monday.MondayLetter": (a_monday_letter, lambda row, at: dated(row, made_at=at)),
    "organisations.Membership": (a_membership, lambda row, at: dated(row, ended_at=at)),
    "bookings.Withdrawal": (a_withdrawal, lambda row, at: dated(row, received_at=at)),
    "bookings.Booking": (a_booking, lambda row, at: over(row.run, at)),
    "bookings.Undoable": (an_undoable, lambda row, at: dated(row, until=at)),
    "bookings.Reminder": (a_reminder, lambda row, at: dated(row, made_at=at)),
    "credentials.Attendance": (an_attendance, lambda row, at: over(row.seat.run, at)),
    "credentials.Result": (a_result, lambda row, at: over(row.seat.run, at)),
    "credentials.AttendanceLink": (an_attendance_link, lambda row, at: over(row.run, at)),
    "outbox.Tally": (a_tally, lambda row, at: dated(row, since=at)),
    "machines.Reply": (a_reply, lambda row, at: dated(row, made_at=at)),
    "intake.Batch": (a_batch, lambda row, at: dated(row, made_at=at)),
    "bookings.CallRound": (a_round, lambda row, at: over(row.run, at)),
    "bookings.Call": (a_call, lambda row, at: over(row.round.run, at)),
    "bookings.MoveAnswer": (a_move_answer, lambda row, at: over(row.booking.run, at)),
    "bookings.LineEvent": (a_line_event, lambda row, at: over(row.run, at)),
    "bookings.Seat": (lambda campus: booking(run(campus)).seats.get(), lambda row, at: over(row.run, at)),
    "bookings.Fee": (a_fee, lambda row, at: over(row.booking.run, at)),
    "people.Person": (a_person, lambda row, at: over(Run.objects.get(), at)),
    "credentials.Scan": (a_scan, lambda row, at: over(row.run, at)),
    "credentials.Credential": (a_paper, lambda row, at: over(row.seat.run, at)),
    "editorial.Picture": (a_picture, lambda row, at: dated(row.page.versions.get(), ended_at=at)),
    "needs.Statement": (needs.confirmed, lambda row, at: dated(row, stated_at=at)),
    "needs.Answer": (a_need_with_an_answer, lambda row, at: dated(row.statement, stated_at=at)),
}
TAKEN_BY = {"people.Person": "bookings.Booking"}  # the last seat takes the person along
LOSES_WORDS = {"needs.Statement": "wish", "needs.Answer": "text"}  # the row stays for its figures


def terms():
    """Every table of every app whose rows do not stay as long as the campus, and what takes them along."""
    return {keep.model: keep.goes_with for keep in announced("retention") if keep.days is not None or keep.rule}


def is_there(model, row):
    found = type(row)._base_manager.filter(pk=row.pk).first()
    return bool(found and getattr(found, LOSES_WORDS.get(model, "pk")))


def limit(model: str) -> datetime:
    keep = next(keep for keep in announced("retention") if keep.model == model)
    found = ended_before(keep, rulebook(NOW.date()), NOW)
    assert found
    return found


def test_every_term_of_every_app_is_tried_below():
    assert sorted(terms()) == sorted(MADE)


def test_nothing_about_a_person_stays_as_long_as_the_campus():
    assert [keep.model for keep in announced("retention") if keep.personal and keep.model not in terms()] == []


def test_whatever_has_a_term_is_ended_by_itself_or_with_another_that_is():
    ends = {keep.model for keep in announced("retention") if keep.past}

    assert [model for model, owner in terms().items() if (owner or model) not in ends] == []


@pytest.mark.parametrize("model", sorted(MADE))
def test_a_day_too_young_stays_and_a_day_too_old_goes(
    model, campus, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    make, lay = MADE[model]
    row = make(campus)
    lay(row, limit(model))
    actions.end_past(campus=campus, now=NOW)
    assert is_there(model, row)

    lay(row, limit(model) - DAY)
    Sweep.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):  # files go after the commit
        actions.end_past(campus=campus, now=NOW)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
    assert not is_there(model, row)
    line = {"deed": "legal.ended", "facts__table": terms()[model] or TAKEN_BY.get(model, model), "facts__rows": 1}
    assert Line.objects.filter(**line).count() == 1
    assert [check for check in audit() if not check["ok"]] == []


def test_a_mail_that_still_waits_is_not_deleted(campus):
    mail = a_mail(campus)
    dated(mail, state="waiting", made_at=NOW - timedelta(days=999))
    actions.end_past(campus=campus, now=NOW)

    assert Mail.objects.filter(pk=mail.pk).exists()


def test_the_office_keeps_its_role_however_long_it_was_away(campus, anna):
    User.objects.filter(pk=anna.pk).update(made_at=NOW - timedelta(days=3000))
    actions.end_past(campus=campus, now=NOW)

    assert Role.objects.filter(user=anna).exists()


def test_an_old_need_loses_its_words_and_keeps_its_figures(campus, now):
    young, old = needs.confirmed(campus), needs.confirmed(campus, wish="Der alte Bedarf")
    say(statement=old, text="Unsere alte Antwort", by=SYSTEM, now=now)
    dated(young, stated_at=limit("needs.Statement"))
    dated(old, stated_at=limit("needs.Statement") - DAY)
    actions.end_past(campus=campus, now=NOW)

    old.refresh_from_db()
    assert (old.wish, old.email, old.organisation_name, old.people, bool(old.erased_at)) == ("", "", "", 6, True)
    assert Answer.objects.get(statement=old).text == ""
    assert Statement.objects.get(pk=young.pk).wish
    assert [check for check in audit() if not check["ok"]] == []


def test_people_go_with_their_seats_and_lecturers_stay(campus, now):
    teacher = commons.person(campus, "Lea", "Lehrt", teaches=True)
    made = booking(run(campus), "Ada Muster", "Ben Muster", kind="company", organisation_name="Beispiel GmbH")
    bookings.cancel_booking(booking=made, by=SYSTEM, now=now)
    over(made.run, limit("bookings.Booking"))
    actions.end_past(campus=campus, now=NOW)
    assert Person.objects.count() == 3

    over(made.run, limit("bookings.Booking") - DAY)
    actions.end_past(campus=campus, now=NOW)
    assert (Booking.objects.count(), Seat.objects.count(), list(Person.objects.all())) == (0, 0, [teacher])


def test_taken_seats_of_a_run_long_past_are_given_back_so_that_the_figures_hold(campus):
    made = booking(run(campus))
    over(made.run, limit("bookings.Booking") - DAY)
    assert Run.objects.get(pk=made.run_id).taken == 1
    actions.end_past(campus=campus, now=NOW)

    assert Run.objects.get(pk=made.run_id).taken == 0
    assert [check for check in audit() if not check["ok"]] == []


def test_while_a_paper_leans_on_a_seat_the_booking_only_loses_the_bookers_words(campus):
    paper = credentials.credential(campus, sessions=2)
    seat = paper.seat
    Run.objects.filter(pk=seat.run_id).update(taken=1)
    dated(seat.booking, booker_phone="03421 1234", organisation_name="Glaswerk", address="Weg 1", terms="Bedingungen")
    over(seat.run, limit("bookings.Booking") - DAY)
    actions.end_past(campus=campus, now=NOW)

    kept = Booking.objects.get(pk=seat.booking_id)
    words = (kept.booker_name, kept.booker_email, kept.booker_phone, kept.organisation_name, kept.address, kept.terms)
    assert (words, bool(kept.erased_at)) == (("–", "", "", "", "", ""), True)
    assert Credential.objects.get().person_name == "Alex Muster"
    assert Person.objects.filter(given_name="Alex").exists()

    over(seat.run, limit("credentials.Credential") - DAY)
    actions.end_past(campus=campus, now=NOW)
    assert [model.objects.count() for model in (Booking, Seat, Attendance)] == [0, 0, 0]
    assert not Person.objects.filter(given_name="Alex").exists()


def test_it_runs_once_a_day_and_campus_and_again_the_next_day(campus, other_campus):
    dated(feedback(campus), received_at=NOW - timedelta(days=400))
    with scope(campus=other_campus):
        dated(feedback(other_campus), received_at=NOW - timedelta(days=400))

    assert actions.sweep(now=NOW) == 2
    dated(feedback(campus), received_at=NOW - timedelta(days=400))
    assert actions.sweep(now=NOW + timedelta(hours=3)) == 0
    assert actions.sweep(now=NOW + DAY) == 1
    with scopes_disabled():
        assert Sweep.objects.count() == 4
        assert list(Sweep.objects.filter(campus=campus).order_by("day").values_list("rows", flat=True)) == [
            {"legal.Feedback": 1},
            {"legal.Feedback": 1},
        ]


def test_the_worker_does_it(campus):
    assert [tick.every_s for tick in announced("ticks") if tick.name == "legal.end_past"] == [60]


def test_interrupted_and_started_again_without_harm(campus, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for _ in range(5):
        dated(feedback(campus), received_at=NOW - timedelta(days=400))
    real, batches = retention._delete, []

    def breaks(rows):
        batches.append(1)
        if len(batches) == 2:
            raise KeyboardInterrupt
        return real(rows)

    monkeypatch.setattr(retention, "_delete", breaks)
    with pytest.raises(KeyboardInterrupt):
        actions.sweep(now=NOW)
    assert (Feedback.objects.count(), Sweep.objects.count()) == (3, 0)

    assert actions.sweep(now=NOW) == 3
    assert (Feedback.objects.count(), Sweep.objects.count()) == (0, 1)
    assert sum(line.facts["rows"] for line in Line.objects.filter(deed="legal.ended")) == 5
    assert [check for check in audit() if not check["ok"]] == []


def test_the_journal_holds_numbers_and_no_words(campus):
    dated(feedback(campus, "Geheimes Wort"), received_at=NOW - timedelta(days=400))
    actions.sweep(now=NOW)

    line = Line.objects.get(deed="legal.ended")
    assert line.facts == {"table": "legal.Feedback", "rows": 1}
    assert (line.actor_kind, line.thing_kind, line.thing_id) == ("system", "campuses.campus", campus.pk)


def test_a_rule_of_the_office_shortens_the_time(campus, anna):
    dated(feedback(campus), received_at=NOW - timedelta(days=40))
    actions.keep_rule(
        campus=campus,
        key="retention.feedback_days",
        value="30",
        valid_from=NOW.date(),
        source_title="Beschluss",
        by=anna,
        now=NOW,
    )

    assert actions.sweep(now=NOW) == 1
    assert Campus.objects.filter(pk=campus.pk).exists()


def test_a_fresh_campus_loses_nothing(campus):
    booking(run(campus))
    feedback(campus)
    before = (
        Booking.objects.count(),
        Seat.objects.count(),
        Person.objects.count(),
        Feedback.objects.count(),
        Mail.objects.count(),
    )
    actions.sweep(now=NOW)

    assert (
        Booking.objects.count(),
        Seat.objects.count(),
        Person.objects.count(),
        Feedback.objects.count(),
        Mail.objects.count(),
    ) == before
