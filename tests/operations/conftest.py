"""The cast, and a mail server that takes what it is told to."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.begun import copy_of, drop, fresh_database
from tests.cast import anna, bodo, campus, carla, now, other_campus  # noqa: F401  fixtures


class Mailbox:
    """What arrived, and what the server shall say next (``answers`` is used up first)."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.answers: list[str] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        answer = self.answers.pop(0) if self.answers else "250 ok"
        if answer == "drop":
            server.transport.abort()
            return "250 never heard"
        if answer.startswith(("250", "drop")) or answer == "lost":
            self.mails.append(envelope.content)
        if answer == "lost":  # taken, but the sender never hears of it
            server.transport.abort()
        return answer if answer[:1].isdigit() else "250 ok"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def smtp(mailbox: Mailbox) -> Iterator[Controller]:
    """A real SMTP server on this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(
        mailbox, hostname="127.0.0.1", port=port, auth_require_tls=False,
        authenticator=lambda *_: AuthResult(success=True), data_size_limit=2_000_000,
    )  # fmt: skip
    server.start()
    yield server
    server.stop(no_assert=True)


@pytest.fixture
def post_office(settings, smtp: Controller) -> None:
    """Settings as ``EMAIL_URL=smtp://127.0.0.1:port`` makes them."""
    from glascampus.web.environment import email

    settings.EMAIL_IS_SET = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    for name, value in email(f"smtp://127.0.0.1:{smtp.port}").items():
        setattr(settings, name, value)


CHECKOUT = Path(__file__).resolve().parents[2]


class Shell:
    """``./campus VERB`` without the launcher, on a data directory of its own."""

    def __init__(self, data: Path, **surroundings: str) -> None:
        self.data = data
        self.surroundings = {**os.environ, "CAMPUS_DATA": str(data), **surroundings}

    def __call__(self, *words: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "glascampus.web.cli", *words]
        return subprocess.run(
            command, env={**self.surroundings, **surroundings}, capture_output=True, text=True, check=False, timeout=120
        )

    def start(self, *words: str, **surroundings: str) -> subprocess.Popen[str]:
        """The verb as a process that goes on."""
        command = [sys.executable, "-m", "glascampus.web.cli", *words]
        return subprocess.Popen(
            command,
            env={**self.surroundings, **surroundings},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def python(self, code: str) -> str:
        """A few lines within a started Django; prints what they print."""
        begin = "import django; django.setup()\nfrom django_scopes import scope, scopes_disabled\n"
        done = subprocess.run(
            [sys.executable, "-c", begin + code], env=self.surroundings, cwd=CHECKOUT,
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def database_of() -> Iterator[Callable[[], dict[str, str]]]:
    """Makes empty databases of one's own: nothing to say on SQLite, on PostgreSQL fresh ones on the tests' server."""
    made: list[dict[str, str]] = []

    def fresh() -> dict[str, str]:
        made.append({"DATABASE_URL": fresh_database()} if os.environ["CAMPUS_TEST_DB"] == "postgres" else {})
        return made[-1]

    yield fresh
    for surroundings in made:
        drop(surroundings)


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    """On an empty campus, as ``prepare --empty`` leaves it."""
    data = tmp_path / "data"
    surroundings = copy_of("empty", data)
    yield Shell(data, **surroundings)
    drop(surroundings)


@pytest.fixture
def bare_shell(tmp_path: Path, database_of: Callable[[], dict[str, str]]) -> Shell:
    """On nothing at all."""
    data = tmp_path / "data"
    data.mkdir()
    return Shell(data, **database_of())
