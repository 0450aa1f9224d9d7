"""Every shell verb of the campus: ``python -m glascampus.web.cli VERB ...``, called by ``./campus``.

An app's verbs stand in its ``commands.py`` as ``VERBS: dict[str, Callable[[list[str]], int]]``: a function takes its arguments and returns the
exit code; its docstring's first line is its help. Bad input is raised as a ``Refusal`` or ends in argparse's own words; nobody sees a trace.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from glascampus.basics.reason import Refusal

Verb = Callable[[list[str]], int]
WITHOUT_DJANGO: dict[str, Verb] = {}  # verbs that need no data answer at once
BAD, INTERRUPTED = 2, 130


class BadUsage(Exception):
    """The sentence for somebody who typed something that cannot be done."""


def main(arguments: list[str] | None = None) -> int:
    """Run a verb; 0 done, 1 does not hold, 2 bad usage or input (one sentence on stderr), 130 interrupted."""
    try:
        with _bad_usage_is_one_sentence():
            return _dispatch(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # somebody read enough: ./campus verify | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 -- the last place where a trace can become a sentence
        if os.environ.get("CAMPUS_TRACE"):
            traceback.print_exc()
        print(_sentence(error), file=sys.stderr)
        return BAD


@contextmanager
def _bad_usage_is_one_sentence() -> Iterator[None]:
    """Every verb's parser refuses with its reason alone; argparse by itself prints the usage above it."""
    usual = argparse.ArgumentParser.error

    def error(parser: argparse.ArgumentParser, message: str) -> NoReturn:
        raise BadUsage(f"{parser.prog}: {message}; see {parser.prog} --help")

    argparse.ArgumentParser.error = error  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        argparse.ArgumentParser.error = usual  # type: ignore[method-assign]


def _dispatch(arguments: list[str]) -> int:
    arguments = _take_data(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "glascampus.web.settings")
    verb, *rest = arguments or ["help"]
    if verb in WITHOUT_DJANGO:
        return WITHOUT_DJANGO[verb](rest)
    if verb == "manage":
        return _manage(rest)
    verbs = _verbs()
    if verb in verbs:
        return verbs[verb](rest)
    if verb in ("help", "--help", "-h"):
        print(*(f"  ./campus {name:12} {_first_line(does)}" for name, does in sorted(verbs.items())), sep="\n")
        return 0
    raise BadUsage(
        f"./campus knows no verb {verb}; it knows {', '.join(sorted({*verbs, 'manage', 'run', 'test', 'check', 'bench'}))}."
    )


def _take_data(arguments: list[str]) -> list[str]:
    """``--data DIR`` means the same for every verb and is read before the settings are; what is left goes to the verb."""
    left: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            return [*left, word, *words]
        if word == "--data":
            given = next(words, "")
            if not given or given.startswith("--"):
                raise BadUsage("--data needs a directory.")
            os.environ["CAMPUS_DATA"] = str(Path(given).absolute())
        elif word.startswith("--data="):
            os.environ["CAMPUS_DATA"] = str(Path(word.removeprefix("--data=")).absolute())
        else:
            left.append(word)
    return left


def _manage(arguments: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["./campus manage", *arguments])
    return 0


def _verbs() -> dict[str, Verb]:
    """The verbs of all apps; from here on Django is there."""
    import django

    django.setup()
    from glascampus.commons.roll import reads as roll

    return roll.verbs()


def _first_line(does: Verb) -> str:
    return (does.__doc__ or "").strip().split("\n")[0]


def _sentence(error: Exception) -> str:
    """What to tell somebody at a terminal about any error."""
    if isinstance(error, Refusal):
        return _voice(error)
    if isinstance(error, OSError):
        return f"{error.strerror or error}: {error.filename}" if error.filename else str(error)
    known = isinstance(error, BadUsage | ValueError | RuntimeError) or type(error).__module__.startswith(
        ("django.", "glascampus.")
    )
    text = " ".join(str(error).split()) or type(error).__name__
    return text if known else f"{type(error).__name__}: {text} (CAMPUS_TRACE=1 shows where)"


def _voice(refusal: Refusal) -> str:
    """The sentence the apps have for a refusal's reason; before Django is there, the code with its numbers."""
    from django.apps import apps

    if not apps.ready:
        return str(refusal.reason)
    from glascampus.commons.roll import reads as roll

    return roll.say(refusal.reason)


if __name__ == "__main__":
    sys.exit(main())
