"""The papers of a run from the office's button, and the signed list that finds its run by its code."""

import io
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope
from PIL import Image
from pypdf import PdfReader

from glascampus.basics.reason import NotAllowed
from glascampus.commons.journal.models import Line
from glascampus.commons.legal.actions import end_past
from glascampus.commons.people.actions import forget
from glascampus.stations.credentials import actions, announces, reads
from glascampus.stations.credentials.models import Attendance, Credential, Pack, Scan
from glascampus.web.announces import _files
from tests.build import commons, needs
from tests.build import credentials as build
from tests.build import curriculum as modules
from tests.conftest import need
from tests.engines.pdf_checker import faults_of, text_of
from tests.engines.test_scans import HOSTILE, picture, saved

HOSTILE_WORDS = ["", "x" * 10_000, "🙂", "<script>alert(1)</script>", "\0", "=1+1", "1" * 20]


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def photo(run, campus, **how):
    """The list of a run as somebody photographs it."""
    return saved(picture(reads.list_url(run, campus), size=(1400, 990)), "JPEG", **how)


def upload(*bodies, name="liste.jpg"):
    return [SimpleUploadedFile(name, body, "image/jpeg") for body in bodies]


def stored():
    return sorted(path for path in Path(reads.file_of(Scan(file="x"))).parent.rglob("*") if path.is_file())


@pytest.mark.parametrize("people", [0, 1, 60])
def test_the_office_prints_all_papers_of_a_run(client, campus, anna, now, settle_clock, people):
    run = build.run(campus, capacity=60, site=commons.site(campus))
    for n in range(people):
        build.seat(run, f"Vorname{n:02}")
    client.force_login(anna)

    answer = client.get(f"/buero/durchgaenge/{run.code}/papiermappe.pdf")

    text = text_of(answer.content)
    assert (answer.status_code, answer["Cache-Control"], answer["X-Robots-Tag"]) == (200, "no-store", "noindex")
    assert faults_of(answer.content) == []
    assert [text.count(f"Vorname{n:02} Muster") for n in range(people)] == [2] * people
    assert "Repitzer Weg 10" in text


def test_the_papers_speak_the_language_of_the_run_whoever_prints_them(client, campus, anna, now, settle_clock):
    course = build.course(campus, title="Glas verstehen")
    course.modules.add(modules.module(campus, needs.topic(campus, "Blasen erkennen", title_en="Finding bubbles")))
    run = build.run(campus, of=course, language="en")
    actions.keep_pack(run=run, bring="A pen.", way="By bus.", by=anna, now=now)
    client.force_login(anna)

    texts = {
        text_of(client.get(f"{prefix}/buero/durchgaenge/{run.code}/papiermappe.pdf").content) for prefix in ("", "/en")
    }

    (text,) = texts
    for part in (
        "Glas verstehen (en)",
        "Attendance list",
        "Why this course exists",
        "Finding bubbles",
        "A pen.",
        "By bus.",
    ):
        assert part in text


def test_what_to_bring_is_written_once_and_stays(client, campus, anna, now, settle_clock):
    run = build.run(campus)
    client.force_login(anna)
    url = f"/buero/durchgaenge/{run.code}/papiere/"

    for bring in ("Stift", "Stift\nSchuhe"):
        assert client.post(url, {"bring": bring, "way": "Bus 12"}).status_code == 302
    statuses = [client.post(url, {"bring": typed}).status_code for typed in HOSTILE_WORDS]

    assert Pack.objects.count() == 1
    assert statuses == [302, 422, 302, 302, 422, 302, 302]
    assert Line.objects.filter(deed="credentials.pack_changed").count() == 2 + 5


def test_an_erased_person_is_on_no_new_list(campus, anna, now):
    run = build.run(campus)
    build.seat(run, "Ada")
    build.seat(run, "Bo", email="bo@example.org")
    forget(email="bo@example.org", now=now)
    assert reads.pack_data(run, campus, now).people == ("Ada Muster",)


def test_the_papers_take_the_same_queries_for_one_and_for_fifty(campus, now, django_assert_num_queries):
    run = build.run(campus, capacity=60)
    build.seat(run)
    with django_assert_num_queries(5):
        reads.pack_data(run, campus, now)
    for n in range(50):
        build.seat(run, f"P{n}")
    with django_assert_num_queries(5):
        assert len(reads.pack_data(run, campus, now).people) == 51


def test_the_printed_list_photographed_finds_its_run(client, campus, anna, now, settle_clock, tmp_path):
    run, other = build.run(campus), build.run(campus)
    build.seat(run, "Ada")
    client.force_login(anna)
    (tmp_path / "pack.pdf").write_bytes(client.get(f"/buero/durchgaenge/{run.code}/papiermappe.pdf").content)
    subprocess.run([need("pdftoppm"), "-r", "150", "-l", "1", "-singlefile", "pack.pdf", "p"], cwd=tmp_path, check=True)
    with Image.open(tmp_path / "p.ppm") as page:
        taken = saved(page.rotate(2, fillcolor="white"), "JPEG", quality=40)

    answer = client.post("/buero/listen/", {"pictures": upload(taken)})

    scan = Scan.objects.get()
    assert (answer.url, scan.run, scan.pages, other.code != run.code) == (f"/buero/listen/{run.code}/", run, 1, True)
    assert [path.stat().st_mode & 0o777 for path in stored()] == [0o600]
    assert Line.objects.get(deed="credentials.scan_taken").facts == {}


def test_the_file_is_served_to_the_office_only_and_never_as_a_page(client, campus, anna, bodo, carla, now):
    run = build.run(campus)
    scan = actions.take_scan(campus=campus, files=[photo(run, campus)], run=None, by=anna, now=now)
    url = f"/buero/listen/{run.code}/{scan.token}.pdf"
    assert client.get(url).status_code == 302
    for user in (bodo, carla):
        client.force_login(user)
        assert client.get(url).status_code == 403
    client.force_login(anna)

    answer = client.get(url)

    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert len(PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages) == 1
    assert client.get(f"/buero/listen/{run.code}/{'0' * 32}.pdf").status_code == 404
    reads.file_of(scan).unlink()
    assert client.get(url).status_code == 410


def test_a_list_without_a_code_is_laid_by_hand(client, campus, anna, now, settle_clock):
    run = build.run(campus)
    client.force_login(anna)
    blank = saved(Image.new("L", (400, 300), "white"), "JPEG")

    asked = client.post("/buero/listen/", {"pictures": upload(blank)})
    laid = client.post("/buero/listen/", {"pictures": upload(blank), "run": run.code})
    twice = client.post("/buero/listen/", {"pictures": upload(blank), "run": run.code})

    assert (asked.status_code, laid.status_code, twice.status_code) == (422, 302, 422)
    assert "kein QR-Code eines Durchgangs" in asked.text
    assert "liegt schon bei diesem Durchgang" in twice.text
    assert Scan.objects.get().run == run


def test_codes_of_another_campus_two_runs_and_a_wrong_choice_are_refused(
    client, campus, other_campus, anna, now, settle_clock
):
    one, two = build.run(campus), build.run(campus)
    with scope(campus=other_campus):
        foreign = build.run(other_campus)
    client.force_login(anna)
    for said, sentence in (
        ({"pictures": upload(photo(foreign, other_campus))}, "gehört nicht zu diesem Campus"),
        ({"pictures": upload(photo(foreign, campus))}, "gehört nicht zu diesem Campus"),
        ({"pictures": upload(photo(one, campus), photo(two, campus))}, "verschiedenen Durchgängen"),
        ({"pictures": upload(photo(one, campus)), "run": two.code}, f"gehört zu {one.code}, gewählt ist {two.code}"),
    ):
        answer = client.post("/buero/listen/", said)
        assert (answer.status_code, sentence in answer.text) == (422, True)
    assert not Scan.objects.exists()
    assert stored() == []


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_upload_gets_a_sentence_and_nothing_is_stored(client, campus, anna, now, settle_clock, name):
    run = build.run(campus)
    client.force_login(anna)

    answer = client.post("/buero/listen/", {"pictures": upload(HOSTILE[name][0]), "run": run.code})

    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert not Scan.objects.exists()
    assert stored() == []


@pytest.mark.parametrize("typed", HOSTILE_WORDS)
def test_hostile_words_beside_the_file_are_refused(client, campus, anna, now, settle_clock, typed):
    build.run(campus)
    client.force_login(anna)
    assert client.post("/buero/listen/", {"pictures": typed, "run": typed}).status_code == 422
    assert client.get("/buero/listen/" + ("x" if typed in {"", "\0"} else typed[:50]) + "/").status_code == 404


def test_too_many_bytes_are_dropped_while_they_come_in(client, campus, anna, now, settle_clock):
    client.force_login(anna)
    answer = client.post("/buero/listen/", {"pictures": upload(b"\xff\xd8\xff" + b"0" * 30_000_000)})
    assert answer.status_code == 422
    assert "höchstens 10 MB" in answer.text


def test_a_full_disk_is_said_and_leaves_nothing(client, campus, anna, now, settle_clock, monkeypatch):
    run = build.run(campus)
    client.force_login(anna)

    def full(_fd):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("glascampus.engines.files.os.fsync", full)
    answer = client.post("/buero/listen/", {"pictures": upload(photo(run, campus))})

    assert answer.status_code == 422
    assert "Vielleicht ist die Platte voll" in answer.text
    assert not Scan.objects.exists()
    assert stored() == []


def test_only_the_office_takes_keeps_and_removes_lists(campus, anna, bodo, carla, now):
    run = build.run(campus)
    scan = actions.take_scan(campus=campus, files=[photo(run, campus)], run=None, by=anna, now=now)
    for user in (bodo, carla):
        for deed in (
            lambda by=user: actions.take_scan(campus=campus, files=[photo(run, campus)], run=None, by=by, now=now),
            lambda by=user: actions.remove_scan(scan=scan, by=by, now=now),
            lambda by=user: actions.keep_scan_on(scan=scan, by=by, now=now),
            lambda by=user: actions.keep_pack(run=run, by=by, now=now),
        ):
            with pytest.raises(NotAllowed):
                deed()


def test_verify_misses_a_file_and_a_row(campus, anna, now):
    run = build.run(campus)
    scan = actions.take_scan(campus=campus, files=[photo(run, campus)], run=None, by=anna, now=now)
    assert _files() == (1, [])
    stray = reads.file_of(scan).with_name("stray.pdf")
    reads.file_of(scan).rename(stray)

    seen, faults = _files()

    assert seen == 2
    assert [(fault.where, fault.says) for fault in faults] == [
        ("media:scans/stray.pdf", "no row knows this file"),
        (f"credentials.scan:{scan.pk}", f"its file {scan.file} is missing"),
    ]
    assert actions.sweep_files() == 0  # it may be on its way
    assert actions.sweep_files(older_than_s=-1) == 1
    assert not stray.exists()


def test_a_removed_list_takes_its_file_along(
    client, campus, anna, now, settle_clock, django_capture_on_commit_callbacks
):
    run = build.run(campus)
    scan = actions.take_scan(campus=campus, files=[photo(run, campus)], run=None, by=anna, now=now)
    client.force_login(anna)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"/buero/listen/{run.code}/{scan.token}/loeschen/")

    assert (answer.status_code, Scan.objects.count(), stored()) == (302, 0, [])


def test_the_office_is_told_of_an_erased_person_on_a_list_and_decides(client, campus, anna, now, settle_clock):
    run = build.run(campus)
    build.seat(run, "Ada", email="ada@example.org")
    scan = actions.take_scan(campus=campus, files=[photo(run, campus)], run=None, by=anna, now=now)
    assert announces.board(now) and not reads.scans_with_erased()  # noqa: PT018  the run itself is still open

    erased = announces.personal()[0].erase("ada@example.org", now)
    forget(email="ada@example.org", now=now + timedelta(minutes=1))

    assert [(kept.what, kept.until.isoformat()) for kept in erased.kept] == [("credentials.scan.file", "2037-12-31")]
    assert announces.board(now)[0].url == f"/buero/listen/{run.code}/{scan.token}/behalten/"
    actions.keep_scan_on(scan=scan, by=anna, now=now + timedelta(days=1))
    assert not reads.scans_with_erased()


def test_everything_of_a_run_ends_ten_years_after_the_end_of_its_year(
    campus, anna, now, django_capture_on_commit_callbacks
):
    paper = build.credential(campus, "Kimm", taken=1)
    actions.reissue(credential=paper, given_name="Kim", by=anna, now=now)
    actions.take_scan(
        campus=campus, files=[photo(paper.seat.run, campus)], run=None, by=anna, now=now
    )  # fmt: skip

    def left(on):
        with django_capture_on_commit_callbacks(execute=True):
            end_past(campus=campus, now=on)
        return [model.objects.count() for model in (Credential, Attendance, Scan)] + [len(stored())]

    assert left(datetime(2037, 12, 31, 12, tzinfo=UTC)) == [2, 2, 1, 1]
    assert left(datetime(2038, 1, 1, 12, tzinfo=UTC)) == [0, 0, 0, 0]


def test_the_pages_of_lists_take_the_same_queries_for_one_and_fifty(
    client, campus, anna, now, settle_clock, django_assert_max_num_queries
):
    run = build.run(campus)
    client.force_login(anna)
    for n in range(50):
        build._keep(Scan(campus=campus, run=run, file=f"scans/{n}.pdf", pages=1, sha256=f"{n:064}", made_at=now))
    for url in (f"/buero/listen/{run.code}/", "/buero/listen/"):
        with django_assert_max_num_queries(10):
            assert client.get(url).status_code == 200
