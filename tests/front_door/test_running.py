"""``./campus run``: starts, says so, keeps alive, and leaves nothing behind however it ends."""

import contextlib
import os
import signal
import time
import urllib.request
from pathlib import Path

import pytest


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def one_of(house, word: str) -> int:
    """The oldest process of the house whose command holds this word."""
    return min(pid for pid in house.processes() if word in command_of(pid))


def test_it_says_ready_once_the_first_page_answers_and_then_how_to_sign_in(house):
    launcher, lines = house.run("--empty")
    address = lines[0].removeprefix("Ready: ")
    with urllib.request.urlopen(address) as page:
        assert page.status == 200
    launcher.terminate()
    assert launcher.wait(20) == 0
    assert launcher.stdout.read() == f"Anmelden als Büro: {address}anmelden/ --empty\n"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130), (signal.SIGHUP, 0)])
def test_a_signal_ends_web_and_worker(house, number, code):
    launcher, _ = house.run()
    launcher.send_signal(number)
    assert launcher.wait(20) == code
    assert "Traceback" not in launcher.stderr.read()
    assert house.processes() == []


def test_ctrl_c_twice_still_leaves_nothing_behind(house):
    launcher, _ = house.run()
    launcher.send_signal(signal.SIGINT)
    time.sleep(0.05)
    launcher.send_signal(signal.SIGINT)
    assert launcher.wait(20) == 130
    assert house.processes() == []


def test_killed_hard_the_children_end_by_themselves(house):
    launcher, _ = house.run()
    time.sleep(0.3)
    assert len(house.processes()) >= 4  # granian, its two, the worker
    launcher.kill()
    launcher.wait(5)
    assert house.wait_until_empty(8) == []


def test_a_dead_worker_is_replaced(house):
    launcher, _ = house.run()
    time.sleep(0.3)
    before = one_of(house, "cli worker")
    os.kill(before, signal.SIGKILL)
    end = time.monotonic() + 10
    while time.monotonic() < end:
        living = [pid for pid in house.processes() if "cli worker" in command_of(pid)]
        if living and before not in living:
            break
        time.sleep(0.1)
    assert len(living) == 1
    assert launcher.poll() is None


def test_a_dead_server_process_is_replaced(house):
    launcher, lines = house.run()
    workers = [pid for pid in house.processes() if "granian" in command_of(pid)]
    os.kill(max(workers), signal.SIGKILL)
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
    os.kill(one_of(house, "granian"), signal.SIGKILL)
    time.sleep(0.5)

    assert answers(lines[0].removeprefix("Ready: "))
    assert launcher.poll() is None
    launcher.terminate()
    assert launcher.wait(20) == 0
    assert "The web process ended by itself; it is started again" in launcher.stderr.read()
    assert house.wait_until_empty(3) == []


def test_a_server_process_that_dies_twice_in_a_moment_takes_nobody_down(house):
    launcher, lines = house.run()
    for _ in range(3):  # granian gives up at the second death within 5.5 s
        time.sleep(0.5)
        if workers := sorted(pid for pid in house.processes() if "granian" in command_of(pid))[1:]:
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
    os.kill(one_of(house, "granian"), signal.SIGKILL)

    assert launcher.wait(60) == 1
    assert "times before it answered" in launcher.stderr.read()
    assert house.wait_until_empty(3) == []


def test_a_first_page_that_fails_is_no_campus(house):
    house.environment["STANDIN_STATUS"] = "500 Internal Server Error"
    done = house.campus("run", "--port", "8127")
    assert done.returncode == 1
    assert "answers 500 instead of 200" in done.stderr
    assert house.wait_until_empty(3) == []


def test_a_server_that_cannot_start_ends_the_launcher(house):
    (house.root / "src/glascampus/web/wsgi.py").write_text("raise RuntimeError('no')")
    done = house.campus("run", "--port", "8128")
    assert done.returncode == 1
    assert house.wait_until_empty(3) == []


def test_data_given_by_word_win_over_the_environment(house, tmp_path):
    house.environment["CAMPUS_DATA"] = str(tmp_path / "other")
    house.run("--data", str(tmp_path / "mine"))
    assert (tmp_path / "mine").is_dir()
    assert not (tmp_path / "other").exists()
