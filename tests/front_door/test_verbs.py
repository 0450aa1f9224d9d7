"""The campus's own verbs: where the data lie, and one sentence for whatever goes wrong."""

import argparse
import os
from pathlib import Path

import pytest

from glascampus.basics.reason import NotAllowed
from glascampus.web import cli


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """What a verb sets for itself is forgotten afterwards."""
    monkeypatch.setenv("CAMPUS_DATA", os.environ["CAMPUS_DATA"])
    monkeypatch.delenv("CAMPUS_TRACE", raising=False)


@pytest.fixture
def verbs(monkeypatch):
    """Verbs of a test instead of the campus's."""
    found = {}
    monkeypatch.setattr(cli, "_verbs", lambda: found)
    return found


def test_data_are_named_before_or_after_the_verb_s_own_words(verbs, tmp_path):
    seen = []
    verbs["look"] = lambda words: seen.append((words, os.environ["CAMPUS_DATA"])) or 0
    cli.main(["look", "--data", str(tmp_path), "here"])
    cli.main(["look", f"--data={tmp_path}", "--", "--data", "is", "mine"])
    assert seen == [(["here"], str(tmp_path)), (["--", "--data", "is", "mine"], str(tmp_path))]


def test_a_relative_directory_is_where_the_caller_stands(verbs, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    verbs["look"] = lambda _: 0
    cli.main(["look", "--data", "mine"])
    assert Path(os.environ["CAMPUS_DATA"]) == tmp_path / "mine"


def wrong(error: BaseException):
    def verb(_: list[str]) -> int:
        raise error

    return verb


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotAllowed(), 2),
        (FileNotFoundError(2, "No such file or directory", "x.tar"), 2),
        (ValueError("Zeile 3: kein Datum"), 2),
        (ZeroDivisionError("division by zero"), 2),
        (KeyboardInterrupt(), 130),
    ],
)
def test_whatever_goes_wrong_is_one_sentence_and_no_trace(verbs, capsys, error, code):
    verbs["break"] = wrong(error)
    assert cli.main(["break"]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == (0 if code == 130 else 1)


def test_whoever_wants_the_trace_asks_for_it(verbs, capsys, monkeypatch):
    monkeypatch.setenv("CAMPUS_TRACE", "1")
    verbs["break"] = wrong(ValueError("no"))
    cli.main(["break"])
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["nothing-like-this"], ["look", "--data"], ["look", "--data", "--json"]])
def test_bad_usage_is_one_sentence(verbs, capsys, words):
    verbs["look"] = lambda _: 0
    assert cli.main(words) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_help_names_every_verb_with_its_first_line(verbs, capsys):
    def look(_: list[str]) -> int:
        """Look around."""
        return 0

    verbs["look"] = look
    assert cli.main(["help"]) == 0
    assert capsys.readouterr().out == "  ./campus look         Look around.\n"


def test_a_verb_s_own_parser_refuses_in_one_sentence(verbs, capsys):
    def forget(words: list[str]) -> int:
        argparse.ArgumentParser(prog="./campus forget").parse_args(words)
        return 0

    verbs["forget"] = forget
    assert cli.main(["forget", "--everything"]) == 2
    assert capsys.readouterr().err == (
        "./campus forget: unrecognized arguments: --everything; see ./campus forget --help\n"
    )
