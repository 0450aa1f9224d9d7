"""What the door understands, and what it says to what it does not."""

import subprocess

import pytest


@pytest.mark.parametrize(
    "words", [["--help"], ["-h"], *([verb, "--help"] for verb in ("run", "test", "check", "bench"))]
)
def test_help_is_given_everywhere_without_installing(bare, words):
    done = bare.campus(*words)
    assert done.returncode == 0
    assert "./campus" in done.stdout
    assert not (bare.root / ".venv").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["run", "--port", "none"],
        ["run", "--port", "0"],
        ["run", "--port", "70000"],
        ["run", "--empty", "--model", "cham"],
        ["run", "--clock", "tomorrow"],
        ["run", "--prot", "8000"],
        ["check", "everything"],
        ["test", "--db", "oracle"],
        ["bench", "nothing-like-this"],
    ],
)
def test_bad_usage_is_one_sentence_and_exit_2(bare, words):
    done = bare.campus(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1


def test_nothing_said_shows_the_verbs(bare):
    done = bare.campus()
    assert done.returncode == 2
    assert "./campus run" in done.stderr


def test_other_verbs_are_the_campus_s_own_with_their_exit_code(house):
    done = house.campus("verify", "--json")
    assert done.returncode == 1
    assert done.stdout == f"verify --json {house.data}\n"


def test_benchmarks_are_listed_and_run(house):
    place = house.root / "benchmarks" / "start"
    place.mkdir(parents=True)
    (place / "run.py").write_text("print('{\"seconds\": 1}')")
    assert house.campus("bench", "--list").stdout == "start\n"
    assert house.campus("bench", "start").stdout == '{"seconds": 1}\n'
    (place / "run.py").write_text("raise SystemExit(1)")
    assert house.campus("bench").returncode == 1


def test_the_first_call_in_a_git_checkout_sets_the_hook(bare):
    bare.environment |= {"PATH": "/usr/bin:/bin:/usr/local/bin", "CI": ""}
    subprocess.run(["git", "init", "-q", str(bare.root)], check=True)
    bare.campus("--help")
    asked = ["git", "-C", str(bare.root), "config", "--local", "core.hooksPath"]
    assert subprocess.run(asked, capture_output=True, text=True, check=False).stdout == ".hooks\n"

    subprocess.run([*asked, "my-hooks"], check=True)
    bare.campus("--help")
    assert subprocess.run(asked, capture_output=True, text=True, check=False).stdout == "my-hooks\n"
