"""``./campus run``: starts, says so, keeps alive, and leaves nothing behind however it ends."""

import contextlib
import os
import signal
import time
import urllib.request

import pytest

SOON = 20  # seconds, on a machine that is busy


def test_it_says_ready_once_the_first_page_answers_and_then_how_to_sign_in(house):
    launcher, lines = house.run("--empty")
    address = lines[0].removeprefix("Ready: ")
    with urllib.request.urlopen(address) as page:
        assert page.status == 200
    launcher.terminate()
    assert launcher.wait(SOON) == 0
    assert launcher.stdout.read() == f"Anmelden als Büro: {address}anmelden/ --empty\n"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130), (signal.SIGHUP, 0)])
def test_a_signal_ends_web_and_worker(house, number, code):
    launcher, _ = house.run()
    launcher.send_signal(number)
    assert launcher.wait(SOON) == code
    assert "Traceback" not in launcher.stderr.read()
    assert house.wait_until_empty(SOON) == []


def test_ctrl_c_twice_still_leaves_nothing_behind(house):
    launcher, _ = house.run()
    launcher.send_signal(signal.SIGINT)
    time.sleep(0.05)
    launcher.send_signal(signal.SIGINT)
    assert launcher.wait(SOON) == 130
    assert house.wait_until_empty(SOON) == []


def test_killed_hard_the_children_end_by_themselves(house):
    launcher, _ = house.run()
    time.sleep(0.3)
    assert len(house.processes()) >= 4  # granian, its two, the worker
    launcher.kill()
    launcher.wait(SOON)
    assert house.wait_until_empty(SOON) == []


def test_a_dead_worker_is_replaced(house):
    launcher, _ = house.run()
    time.sleep(0.3)
    before = house.of("cli worker")[0]
    os.kill(before, signal.SIGKILL)
    end = time.monotonic() + SOON
    while time.monotonic() < end:
        living = house.of("cli worker")
        if living and before not in living:
            break
        time.sleep(0.1)
    assert len(living) == 1
    assert launcher.poll() is None


def test_a_dead_server_process_is_replaced(house):
    launcher, lines = house.run()
    os.kill(house.of("granian")[-1], signal.SIGKILL)
    time.sleep(1)
    with urllib.request.urlopen(lines[0].removeprefix("Ready: ")) as page:
        assert page.status == 200
    assert launcher.poll() is None


def answers(address: str, seconds: float = 20) -> bool:
    """Whether the first page answers again in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as page:
            return page.status == 200
        time.sleep(0.1)
    return False


def test_when_the_web_dies_it_is_started_again(house):
    launcher, lines = house.run()
    time.sleep(0.3)
    os.kill(house.of("granian")[0], signal.SIGKILL)
    time.sleep(0.5)

    assert answers(lines[0].removeprefix("Ready: "))
    assert launcher.poll() is None
    launcher.terminate()
    assert launcher.wait(SOON) == 0
    assert "The web process ended by itself; it is started again" in launcher.stderr.read()
    assert house.wait_until_empty(SOON) == []


def test_a_server_process_that_dies_twice_in_a_moment_takes_nobody_down(house):
    launcher, lines = house.run()
    for _ in range(3):  # granian gives up at the second death within 5.5 s
        time.sleep(0.5)
        if workers := house.of("granian")[1:]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(workers[-1], signal.SIGKILL)

    assert answers(lines[0].removeprefix("Ready: "))
    time.sleep(1)
    assert answers(lines[0].removeprefix("Ready: "))
    assert launcher.poll() is None


@pytest.mark.slow
def test_a_web_that_cannot_come_back_ends_the_launcher_so_that_a_service_manager_hears_of_it(house):
    launcher, _ = house.run()
    (house.root / "src/glascampus/web/wsgi.py").write_text("raise RuntimeError('no')")
    time.sleep(0.3)
    os.kill(house.of("granian")[0], signal.SIGKILL)

    assert launcher.wait(150) == 1
    assert "times before it answered" in launcher.stderr.read()
    assert house.wait_until_empty(SOON) == []


def test_a_first_page_that_fails_is_no_campus(house):
    house.environment["STANDIN_STATUS"] = "500 Internal Server Error"
    done = house.campus("run")
    assert done.returncode == 1
    assert "answers 500 instead of 200" in done.stderr
    assert house.wait_until_empty(SOON) == []


def test_a_server_that_cannot_start_ends_the_launcher(house):
    (house.root / "src/glascampus/web/wsgi.py").write_text("raise RuntimeError('no')")
    done = house.campus("run")
    assert done.returncode == 1
    assert house.wait_until_empty(SOON) == []


def test_data_given_by_word_win_over_the_environment(house, tmp_path):
    house.environment["CAMPUS_DATA"] = str(tmp_path / "other")
    house.run("--data", str(tmp_path / "mine"))
    assert (tmp_path / "mine").is_dir()
    assert not (tmp_path / "other").exists()
