"""Closing a run, the papers that follow, and checking them."""

import subprocess
import uuid
from datetime import timedelta

import pytest
import zxingcpp

from glascampus.basics.reason import NotAllowed
from glascampus.commons.journal.models import Line
from glascampus.commons.outbox.models import Mail
from glascampus.commons.roll.reads import announced
from glascampus.stations.courses.models import Run
from glascampus.stations.credentials import actions, announces, reads
from glascampus.stations.credentials.models import Attendance, Credential
from glascampus.stations.credentials.rules import LinkState
from tests.build import credentials as build
from tests.conftest import need

HOSTILE = ["", "x" * 10_000, "🙂", "<script>alert(1)</script>", "\0", "=1+1", "../../etc/passwd"]


def test_the_kind_follows_from_what_each_one_did(campus, anna, now):
    run = build.run(campus, sessions=4, assessed=True)
    names = ("Ada", "Bo", "Cy", "Di")
    ada, bo, cy, di = (build.seat(run, name) for name in names)
    for seat, present in ((ada, 4), (bo, 3), (cy, 4), (di, 2)):
        build.attend(seat, [n < present for n in range(4)])
    actions.note_result(seat=ada, passed=True, by=anna, now=now)
    actions.note_result(seat=bo, passed=False, by=anna, now=now)
    actions.note_result(seat=di, passed=True, by=anna, now=now)

    actions.close_run(run=run, by=anna, now=now)

    kinds = {c.person_name.split()[0]: c.kind for c in Credential.objects.all()}
    assert kinds == {"Ada": "certificate", "Bo": "attendance", "Cy": "attendance"}
    assert Run.objects.get(pk=run.pk).state == Run.State.DONE
    assert Line.objects.filter(deed="credentials.run_closed").count() == 1


def test_a_run_with_gaps_in_attendance_stays_open_and_says_who_is_missing(campus, anna, now):
    run = build.run(campus)
    build.attend(build.seat(run, "Ada"))
    actions.tap(session=run.sessions.first(), seat=build.seat(run, "Bo"), present=True, by=anna, now=now)

    with pytest.raises(actions.NotClosed) as error:
        actions.close_run(run=run, by=anna, now=now)

    assert (error.value.reason.code, error.value.reason.numbers["names"]) == ("attendance_missing", "Bo Muster")
    assert not Credential.objects.exists()
    assert run.state == Run.State.CONFIRMED


def test_a_run_is_closed_once_and_only_when_it_is_over(campus, anna, now):
    coming, held = build.run(campus, starts_at=now), build.run(campus)
    codes = []
    actions.close_run(run=held, by=anna, now=now)
    for run in (coming, held):
        with pytest.raises(actions.NotClosed) as error:
            actions.close_run(run=run, by=anna, now=now)
        codes.append(error.value.reason.code)
    assert codes == ["run_not_over", "run_already_closed"]


def test_who_has_no_address_is_reached_through_the_booker(campus, anna, now):
    run = build.run(campus)
    for name, email in (("Ada", "ada@example.org"), ("Bo", "")):
        build.attend(build.seat(run, name, email=email))

    actions.close_run(run=run, by=anna, now=now)

    papers = {c.person_name: c for c in Credential.objects.all()}
    mails = {mail.to: mail.body for mail in Mail.objects.all()}
    assert set(mails) == {"ada@example.org", "hr@example.org"}
    assert str(papers["Ada Muster"].uuid) in mails["ada@example.org"]
    assert str(papers["Bo Muster"].uuid) in mails["hr@example.org"]
    assert str(papers["Ada Muster"].uuid) not in mails["hr@example.org"]


def test_a_paper_keeps_its_facts_when_the_course_is_edited(campus, now):
    paper = build.credential(campus)
    course = paper.seat.run.course
    course.title_de = "Ganz anders"
    course.save()
    assert Credential.objects.get(pk=paper.pk).content["course"]["de"] == "Glas verstehen"


def test_a_revoked_paper_says_so_and_stays_revoked(client, campus, anna, now):
    paper = build.credential(campus)
    actions.revoke(credential=paper, by=anna, now=now)
    with pytest.raises(actions.NotIssued):
        actions.revoke(credential=paper, by=anna, now=now)
    assert "zurückgezogen" in client.get(f"/nachweis/{paper.uuid}/").text


def test_late_evidence_gets_its_paper_after_the_run_was_closed(campus, anna, now):
    run = build.run(campus)
    seat = build.seat(run)
    build.attend(seat, (False, False))
    actions.close_run(run=run, by=anna, now=now)
    with pytest.raises(actions.NotIssued) as error:
        actions.issue(seat=seat, by=anna, now=now)
    build.attend(seat)

    actions.issue(seat=seat, by=anna, now=now)

    assert error.value.reason.code == "attendance_too_low"
    with pytest.raises(actions.NotIssued):
        actions.issue(seat=seat, by=anna, now=now)


def test_only_the_office_closes_issues_and_revokes(client, campus, bodo, carla, now, settle_clock):
    paper = build.credential(campus)
    run = paper.seat.run
    for user in (bodo, carla):
        for deed in (
            lambda by=user: actions.close_run(run=run, by=by, now=now),
            lambda by=user: actions.issue(seat=paper.seat, by=by, now=now),
            lambda by=user: actions.reissue(credential=paper, given_name="x", by=by, now=now),
            lambda by=user: actions.revoke(credential=paper, by=by, now=now),
        ):
            with pytest.raises(NotAllowed):
                deed()
        client.force_login(user)
        for url in _office_urls(paper):
            assert client.get(url).status_code == 403
    client.logout()
    assert {client.get(url).status_code for url in _office_urls(paper)} == {302}


def _office_urls(paper):
    code = paper.seat.run.code
    return [
        f"/buero/durchgaenge/{code}/berichtigen/", f"/buero/durchgaenge/{code}/papiere/", "/buero/listen/",
        f"/buero/durchgaenge/{code}/papiermappe.pdf", f"/buero/listen/{code}/",
        f"/buero/durchgaenge/{code}/anwesenheit/", f"/buero/durchgaenge/{code}/anwesenheit/eintragen/",
        f"/buero/durchgaenge/{code}/abschliessen/", "/buero/nachweise/", f"/buero/nachweise/{paper.uuid}/",
        f"/buero/nachweise/{paper.uuid}/neu/", f"/buero/nachweise/{paper.uuid}/zurueckziehen/",
    ]  # fmt: skip


def test_the_office_sees_every_page_in_both_languages(client, campus, anna, now, settle_clock):
    paper = build.credential(campus)
    client.force_login(anna)
    for url in _office_urls(paper):
        assert [client.get(prefix + url).status_code for prefix in ("", "/en")] == [200, 200], url


def test_the_whole_way_in_the_office_by_its_buttons(client, campus, anna, now, settle_clock):
    run = build.run(campus)
    seat = build.seat(run, "Kim")
    client.force_login(anna)
    url = f"/buero/durchgaenge/{run.code}/anwesenheit/"

    assert client.post(url, {"deed": "make"}).status_code == 302
    assert client.post(url, {"deed": "mail"}).status_code == 422
    assert client.post(url, {"deed": "revoke"}).status_code == 302
    assert client.post(url, {"deed": "=1+1\0"}).status_code == 422
    blocked = client.post(f"/buero/durchgaenge/{run.code}/abschliessen/")
    for session in run.sessions.all():
        client.post(f"{url}eintragen/", {"seat": seat.pk, "session": session.pk, "says": "da"})
    closed = client.post(f"/buero/durchgaenge/{run.code}/abschliessen/")

    assert (blocked.status_code, closed.status_code) == (422, 302)
    assert "Kim Muster" in blocked.text
    assert Credential.objects.get().kind == "attendance"


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_code_on_the_printed_paper_leads_to_the_check_page(client, campus, now, tmp_path, language):
    run = build.run(campus, assessed=True)
    seat = build.seat(run, "Jana-Zoë", "Ołdřich", language=language)
    build.attend(seat)
    actions.note_result(seat=seat, passed=True, by=build.SYSTEM, now=now)
    actions.close_run(run=run, by=build.SYSTEM, now=now)
    paper = Credential.objects.get()

    answer = client.get(f"/nachweis/{paper.uuid}.pdf")
    (tmp_path / "paper.pdf").write_bytes(answer.content)
    subprocess.run(
        [need("pdftoppm"), "-r", "150", "-gray", "-singlefile", "paper.pdf", "page"], cwd=tmp_path, check=True
    )
    read = _decoded(tmp_path / "page.pgm")

    prefix = "/en" if language == "en" else ""
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "application/pdf", "no-store")
    assert read == f"{campus.address}{prefix}/nachweis/{paper.uuid}/"
    page = client.get(read.removeprefix(campus.address))
    assert page.status_code == 200
    assert "Jana-Zoë Ołdřich" in page.text
    assert page["X-Robots-Tag"] == "noindex"


def _decoded(picture):
    """The one code on a grey picture (PGM: "P5", width and height, 255, then a byte per pixel)."""
    _, size, _, pixels = picture.read_bytes().split(b"\n", 3)
    width, height = (int(part) for part in size.split())
    return zxingcpp.read_barcode(memoryview(pixels).cast("B", shape=[height, width])).text


def test_a_number_can_be_typed_in_many_ways(client, campus, now):
    paper = build.credential(campus)
    typed = [str(paper.uuid), paper.uuid.hex, f" {campus.address}/nachweis/{paper.uuid}/ ", f"x/{paper.uuid}.pdf"]
    assert {client.get("/nachweis/", {"nummer": one}).url for one in typed} == {f"/nachweis/{paper.uuid}/"}
    assert client.get("/nachweis/").status_code == 200


@pytest.mark.parametrize("typed", [*HOSTILE, "0343b589-b9a0-4dec-bf3d-a6bb6e37c634"])
def test_nonsense_is_answered_with_sentences(client, campus, anna, typed, now, settle_clock):
    paper = build.credential(campus)
    assert client.get("/nachweis/", {"nummer": typed}).status_code == 422
    client.force_login(anna)
    for name, value in (("q", typed), ("seite", typed)):
        assert client.get("/buero/nachweise/", {name: value}).status_code == 200
    said = {"given_name": typed, "family_name": typed, "why": "name_misspelt", "go": "1"}
    said |= {"present": [s.pk for s in paper.seat.run.sessions.all()]}
    status = client.post(f"/buero/nachweise/{paper.uuid}/neu/", said).status_code
    assert status == (422 if typed in {"", "\0"} or len(typed) > 80 else 302)
    for url in (f"/buero/nachweise/{paper.uuid}/neu/", f"/buero/nachweise/{paper.uuid}/zurueckziehen/"):
        hostile = dict.fromkeys(("given_name", "family_name", "why", "present", "passed"), typed)
        assert client.post(url, hostile).status_code == (302 if status == 302 and url.endswith("/neu/") else 422)


def test_papers_of_another_campus_are_not_known_here(client, campus, other_campus, now, settings):
    settings.ALLOWED_HOSTS = ["*"]
    paper = build.credential(campus)
    assert client.get(f"/nachweis/{paper.uuid}/", headers={"host": "other.example"}).status_code == 404
    unknown = client.get(f"/nachweis/{uuid.uuid4()}/")
    assert (unknown.status_code, unknown["Cache-Control"]) == (404, "no-store")
    assert "Unter dieser Nummer kennen wir keinen Nachweis." in unknown.content.decode()


def test_the_office_finds_papers_by_name_with_few_queries(client, campus, anna, now, django_assert_max_num_queries):
    run = build.run(campus, capacity=60)
    for n in range(50):
        build.attend(build.seat(run, f"Person {n}"))
    build.attend(build.seat(run, "Zoë"))
    actions.close_run(run=run, by=anna, now=now)
    client.force_login(anna)

    with django_assert_max_num_queries(9):
        page = client.get("/buero/nachweise/")
    assert "Seite 1 von 2" in page.text
    found = client.get("/buero/nachweise/", {"q": "zoë muster"}).text
    assert "Zoë Muster" in found
    assert "Person 1 " not in found


def test_a_run_of_today_is_no_matter_of_the_board_while_the_lecturers_link_is_open(campus, anna, now):
    run = build.run(campus, sessions=1, starts_at=now - timedelta(hours=9))
    build.seat(run)
    link = actions.make_attendance_link(run=run, by=anna, now=now)
    last_moment = run.ends_at + timedelta(hours=24)

    assert (announces.board(now), reads.state_of(link, last_moment)) == ([], LinkState.OPEN)
    assert announces.board(last_moment) == []
    later = last_moment + timedelta(seconds=1)
    assert reads.state_of(link, later) == LinkState.OVER
    assert [item.detail for item in announces.board(later)] == ["1 Eintrag zur Anwesenheit fehlt."]


def test_the_board_says_what_is_over_and_still_open(campus, anna, now):
    run = build.run(campus)
    seat = build.seat(run)
    assert announces.board(now)[0].detail == "2 Einträge zur Anwesenheit fehlen."
    build.attend(seat)
    assert announces.board(now)[0].button == "Durchgang abschließen"
    actions.close_run(run=run, by=anna, now=now)
    assert announces.board(now) == []


def test_an_erased_person_leaves_a_paper_without_a_name(client, campus, now):
    run = build.run(campus)
    build.attend(build.seat(run, "Kanarienvogel", email="vogel@example.org"))
    actions.close_run(run=run, by=build.SYSTEM, now=now)
    paper = Credential.objects.get()
    part = announces.personal()[0]
    assert part.export("vogel@example.org")["credentials.credential"][0]["person_name"] == "Kanarienvogel Muster"

    erased = part.erase("vogel@example.org", now)

    page = client.get(f"/nachweis/{paper.uuid}/")
    assert erased.rows == {"credentials.credential": 1}
    assert "Hier gab es einen Nachweis" in page.text
    assert "Kanarienvogel" not in page.text
    assert reads.attended_of([run.course_id]) == reads.issued_of([run.course_id]) == 1


def test_a_paper_without_attendance_is_a_fault_in_the_thread(campus, now):
    paper = build.credential(campus)
    assert announces.checks()[0].look() == (1, [])
    Attendance.objects.filter(seat=paper.seat).delete()
    seen, faults = announces.checks()[0].look()
    assert (seen, [fault.says for fault in faults]) == (1, ["its seat has no attendance"])


def test_each_table_says_what_it_is_for_and_how_long(db):
    kept = {keep.model for keep in announced("retention")}
    assert {f"credentials.{name}" for name in ("AttendanceLink", "Attendance", "Result", "Credential")} <= kept


def test_figures_count_people_once(campus, anna, now):
    course = build.course(campus)
    runs = [build.run(campus, of=course, starts_at=build.STARTED - timedelta(days=n * 20)) for n in (0, 1)]
    seat = build.seat(runs[0])
    build.attend(seat)
    again = build.seat(runs[1], "Zwei")
    again.person = seat.person
    again.save()
    build.attend(again)
    assert reads.attended_of([course.pk]) == reads.figures(now).attended == 1
    assert reads.attended_by_run([run.pk for run in runs]) == {runs[0].pk: 1, runs[1].pk: 1}
