"""A paper that was wrong: revoke and reissue in one deed, neutral words in public, the true reason in the journal."""

import json
import uuid

import pytest

from glascampus.commons.journal.models import Line
from glascampus.commons.outbox.models import Mail
from glascampus.stations.credentials import actions, announces, reads
from glascampus.stations.credentials.models import Attendance, Credential
from glascampus.stations.credentials.rules import Why
from tests.build import credentials as build


def form_of(paper, **said):
    """What the office's form sends back when nothing was changed on it."""
    person = paper.seat.person
    start = {"given_name": person.given_name, "family_name": person.family_name, "why": "name_misspelt"}
    return {**start, "present": [session.pk for session in paper.seat.run.sessions.all()], **said}


def test_a_misspelt_name_is_shown_first_and_then_replaced_in_one_deed(client, campus, anna, now, settle_clock):
    old = build.credential(campus, "Kimm")
    client.force_login(anna)
    url, said = f"/buero/nachweise/{old.uuid}/neu/", form_of(old, given_name="Kim")

    preview = client.post(url, said)
    assert Credential.objects.get() == old
    answer = client.post(url, {**said, "go": "1"})

    new = Credential.objects.get(state="valid")
    assert preview.status_code == 200
    assert "Kimm Muster" in preview.text
    assert "Kim Muster" in preview.text
    assert (new.person_name, new.replaces, new.content, answer.status_code) == ("Kim Muster", old, old.content, 302)
    assert f"/nachweis/{new.uuid}/" in Mail.objects.order_by("pk").last().body


def test_the_old_code_says_replaced_and_never_leads_to_the_new_one(client, campus, anna, now):
    old = build.credential(campus, "Kimm")
    new = actions.reissue(credential=old, given_name="Kim", why=Why.NAME_MISSPELT, by=anna, now=now)

    page, paper, told = (client.get(f"/nachweis/{old.uuid}{end}") for end in ("/", ".pdf", ".json"))

    assert [answer.status_code for answer in (page, paper, told)] == [200, 410, 200]
    for answer in (page, paper, told):
        for hidden in (str(new.uuid), new.uuid.hex, "Kim", "Muster", "misspelt", "geschrieben"):
            assert hidden not in answer.text
        assert answer["X-Robots-Tag"] == "noindex"
    assert "durch einen neuen ersetzt" in page.text
    assert json.loads(told.text)["state"] == "replaced"
    assert "ersetzt einen früheren" in client.get(f"/nachweis/{new.uuid}/").text


def test_wrong_attendance_is_corrected_and_the_hours_follow(campus, anna, now):
    run = build.run(campus, sessions=4)
    seat = build.seat(run, "Ada")
    build.attend(seat, (True,) * 4)
    actions.close_run(run=run, by=anna, now=now)
    sessions = [session.pk for session in run.sessions.all()]

    new = actions.reissue(
        credential=Credential.objects.get(), present=sessions[:3], why=Why.ATTENDANCE_WRONG, by=anna, now=now
    )

    assert (new.content["attended_minutes"], new.content["planned_minutes"]) == (1440, 1920)
    assert Attendance.objects.filter(present=True).count() == 3


def test_a_paper_that_is_no_longer_earned_ends_as_a_mistake(client, campus, anna, now):
    paper = build.credential(campus, "Ada")

    ended = actions.reissue(credential=paper, present=[], why=Why.ATTENDANCE_WRONG, by=anna, now=now)

    assert (ended.pk, ended.state, Credential.objects.count()) == (paper.pk, "mistake", 1)
    assert "war ein Irrtum" in client.get(f"/nachweis/{paper.uuid}/").text
    assert "Ein Nachweis gilt nicht mehr" in Mail.objects.order_by("pk").last().subject


@pytest.mark.parametrize(
    ("why", "word"),
    [
        ("on_request", "zurückgezogen"), ("obtained_wrongly", "zurückgezogen"), ("issued_twice", "Irrtum"),
        ("wrong_person", "Irrtum"), ("validity_over", "abgelaufen"),
    ],
)  # fmt: skip
def test_the_public_reads_a_neutral_word_and_the_journal_the_true_reason(client, campus, anna, now, why, word):
    paper = build.credential(campus, "Ada")
    actions.revoke(credential=paper, why=Why(why), by=anna, now=now)

    page = client.get(f"/nachweis/{paper.uuid}/").text

    line = Line.objects.get(thing_kind="credentials.credential", thing_id=paper.pk, facts__why=why)
    assert word in page
    assert why not in page
    assert "Ada" not in page + json.dumps(line.facts)


def test_a_reason_that_does_not_fit_and_a_change_that_is_none_are_refused(campus, anna, now):
    paper = build.credential(campus)
    for deed, why, code in (
        (actions.reissue, Why.VALIDITY_OVER, "why_unfit"),
        (actions.reissue, Why.NAME_MISSPELT, "nothing_changes"),
        (actions.revoke, Why.NAME_MISSPELT, "why_unfit"),
    ):
        with pytest.raises(actions.NotIssued) as error:
            deed(credential=paper, why=why, by=anna, now=now)
        assert error.value.reason.code == code
    assert Credential.objects.get().state == "valid"


def test_a_run_is_corrected_in_one_deed_and_only_who_is_touched_gets_a_new_paper(
    client, campus, anna, now, settle_clock
):
    run = build.run(campus, sessions=4)
    ada, bo, cy = (build.seat(run, name, email=f"{name.lower()}@example.org") for name in ("Ada", "Bo", "Cy"))
    for seat, present in ((ada, 4), (bo, 4), (cy, 0)):
        build.attend(seat, [n < present for n in range(4)])
    actions.close_run(run=run, by=anna, now=now)
    client.force_login(anna)
    url = f"/buero/durchgaenge/{run.code}/berichtigen/"
    sessions = [session.pk for session in run.sessions.all()]
    ticks = [f"{seat.pk}-{pk}" for seat, pks in ((ada, sessions), (bo, sessions[:3]), (cy, sessions)) for pk in pks]

    preview = client.post(url, {"why": "attendance_wrong", "present": ticks})
    before = Credential.objects.count()
    answer = client.post(url, {"why": "attendance_wrong", "present": ticks, "go": "1"})
    again = client.post(url, {"why": "attendance_wrong", "present": ticks, "go": "1"})

    valid = {paper.person_name: paper for paper in Credential.objects.filter(state="valid")}
    assert (preview.status_code, before, answer.status_code, again.status_code) == (200, 2, 302, 422)
    assert "2 Nachweise sind betroffen" in preview.text
    assert set(valid) == {"Ada Muster", "Bo Muster", "Cy Muster"}
    assert [bool(valid[f"{name} Muster"].replaces) for name in ("Ada", "Bo", "Cy")] == [False, True, False]
    line = Line.objects.get(deed="credentials.run_corrected")
    assert line.facts == {"why": "attendance_wrong", "issue": 1, "replace": 1, "withdraw": 0}


def test_who_lost_a_paper_by_a_decision_gets_no_new_one_with_the_others(campus, anna, now):
    paper = build.credential(campus)
    actions.revoke(credential=paper, why=Why.OBTAINED_WRONGLY, by=anna, now=now)
    assert reads.changes(paper.seat.run, now) == []


def test_a_stricter_rule_of_today_takes_no_paper_away(campus, anna, now, monkeypatch):
    run = build.run(campus, sessions=4)
    build.attend(build.seat(run), (True, True, True, False))
    actions.close_run(run=run, by=anna, now=now)
    monkeypatch.setattr("glascampus.stations.credentials.reads.sheets.minimum_percent", lambda _now: 80)
    assert reads.changes(run, now) == []


@pytest.mark.parametrize("typed", ["", "x" * 10_000, "🙂", "<script>", "\0", "=1+1", "1" * 20])
def test_a_hostile_form_for_a_whole_run_is_answered_with_sentences(client, campus, anna, now, settle_clock, typed):
    paper = build.credential(campus)
    client.force_login(anna)
    for said in ({"why": typed, "present": typed}, {"why": "attendance_wrong", "present": [typed, "1-2"], "go": typed}):
        assert client.post(f"/buero/durchgaenge/{paper.seat.run.code}/berichtigen/", said).status_code == 422
    assert Credential.objects.get().state == "valid"


def test_the_office_reads_what_happened_with_the_true_reason(client, campus, anna, now):
    old = build.credential(campus, "Kimm")
    new = actions.reissue(credential=old, given_name="Kim", why=Why.NAME_MISSPELT, by=anna, now=now)
    client.force_login(anna)

    pages = [client.get(f"/buero/nachweise/{paper.uuid}/").text for paper in (old, new)]

    for page in pages:
        assert "durch einen neuen ersetzt (Name falsch geschrieben)" in page
    assert str(new.uuid) in pages[0]


def test_an_erased_paper_says_that_there_was_one_and_nothing_else(client, campus, anna, now):
    old = build.seat(build.run(campus), "Kanarienvogel", email="vogel@example.org")
    build.attend(old)
    actions.close_run(run=old.run, by=anna, now=now)
    first = Credential.objects.get()
    second = actions.reissue(credential=first, family_name="Muster-Neu", why=Why.NAME_CHANGED, by=anna, now=now)
    course = first.content["course"]["de"]

    erased = announces.personal()[0].erase("vogel@example.org", now)

    for paper in (first, second):
        page = client.get(f"/nachweis/{paper.uuid}/").text.replace(str(paper.uuid), "")
        told = client.get(f"/nachweis/{paper.uuid}.json")
        assert "Hier gab es einen Nachweis" in page
        for hidden in ("Kanarienvogel", course, "2027", "Teilnahme", "ersetzt"):
            assert hidden not in page
        assert set(told.json()) == {"id", "state"}
        assert client.get(f"/nachweis/{paper.uuid}.pdf").status_code == 410
    assert erased.rows == {"credentials.credential": 2}
    assert reads.issued_of([old.run.course_id]) == 1


def test_the_json_of_a_paper_says_what_the_page_says(client, campus, now):
    paper = build.credential(campus, "Ada")

    told = client.get(f"/nachweis/{paper.uuid}.json")

    assert told["Cache-Control"] == "no-store"
    assert told.json() == {
        "id": f"{campus.address}/nachweis/{paper.uuid}/", "number": str(paper.uuid), "state": "valid",
        "kind": "attendance", "name": "Ada Muster", "language": "de", "example": False, "assessment": None,
        "course": {"de": "Glas verstehen", "en": "Glas verstehen (en)"},
        "issuer": {"de": "Testcampus", "en": ""}, "place": "", "first_on": "2027-02-22", "last_on": "2027-02-23",
        "planned_minutes": 960, "attended_minutes": 960, "ended_at": None, "issued_at": "2027-03-01T09:00:00+01:00",
        "outcomes": [{"de": "Sie können Glas benennen.", "en": "You can name glass."}],
        "pdf": f"{campus.address}/nachweis/{paper.uuid}.pdf",
    }  # fmt: skip
    assert client.get(f"/nachweis/{uuid.uuid4()}.json").status_code == 404


def test_no_search_engine_is_told_of_any_paper(client, campus, now):
    paper = build.credential(campus)
    for url in (
        "/nachweis/",
        f"/nachweis/{paper.uuid}/",
        f"/nachweis/{paper.uuid}.pdf",
        f"/nachweis/{paper.uuid}.json",
    ):
        for prefix in ("", "/en"):
            assert client.get(prefix + url)["X-Robots-Tag"] == "noindex"
    assert "nachweis" not in client.get("/sitemap.xml").text


@pytest.mark.parametrize(
    ("why", "says"),
    [
        ("on_request", "This credential was revoked. It is no longer valid."),
        ("wrong_person", "This credential was a mistake. It is not valid."),
        ("validity_over", "This credential has expired. It was valid until the day given below."),
    ],
)
def test_the_neutral_words_are_english_on_english_pages(client, campus, anna, now, why, says):
    paper = build.credential(campus)
    actions.revoke(credential=paper, why=Why(why), by=anna, now=now)
    assert says in client.get(f"/en/nachweis/{paper.uuid}/").text
