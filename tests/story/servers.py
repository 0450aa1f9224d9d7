"""A whole campus as a newcomer starts it: ``./campus run`` with a data directory and a database of its own, mail to a real SMTP server."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any, Self

from aiosmtpd.controller import Controller

from tests.begun import copy_of, drop
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 300  # a busy machine
LINK = re.compile(r"https?://[^\s<>\"]+")


class Mailbox:
    """A real SMTP server on a free port; keeps every mail it accepts."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    def __enter__(self) -> Self:
        self.controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.controller.stop()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd calls it so
        """Called by aiosmtpd for each mail."""
        self.mails.append(BytesParser(policy=policy.default).parsebytes(envelope.content))  # type: ignore[arg-type]
        return "250 OK"

    @property
    def url(self) -> str:
        """The EMAIL_URL of this server."""
        return f"smtp://127.0.0.1:{self.controller.port}"

    def wait_for(self, to: str, subject: str = "", *, seconds: float = 90) -> EmailMessage:
        """The newest mail to ``to`` whose subject matches the pattern ``subject``; waits for it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for mail in reversed(self.mails):
                if mail["To"] == to and re.search(subject, str(mail["Subject"])):
                    return mail
            time.sleep(0.05)
        seen = [(m["To"], m["Subject"]) for m in self.mails]
        raise AssertionError(f"no mail to {to} with {subject!r} within {seconds} s; seen: {seen}")


def text_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    part = mail.get_body(("plain",))
    return part.get_content() if part else ""


def links_in(mail: EmailMessage) -> list[str]:
    """All addresses in a mail."""
    return LINK.findall(text_of(mail))


class Campus:
    """A running campus. ``with Campus(...)`` starts and ends it."""

    def __init__(self, *words: str, mailbox: Mailbox | None = None) -> None:
        self.room = tempfile.TemporaryDirectory(prefix="campus-story-", ignore_cleanup_errors=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            k: v
            for k, v in os.environ.items()
            if k
            not in {"EMAIL_URL", "CAMPUS_DATA", "PYTHONPATH", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}
        }
        self.environment["CAMPUS_DATA"] = self.room.name
        if mailbox:
            self.environment["EMAIL_URL"] = mailbox.url
        kind = {(): "demo", ("--empty",): "empty"}.get(words, "migrated")
        self.copied = copy_of(kind, Path(self.room.name)) if "CAMPUS_TEST_ROOM" in os.environ else {}
        self.environment |= self.copied
        self.words = [str(ROOT / "campus"), "run", "--port", str(self.port), "--data", self.room.name, *words]
        self.said: list[str] = []
        self.codes: list[str] = []  # of the office person, on paper

    def __enter__(self) -> Self:
        self.speech, self.errors = (Path(self.room.name + end).open("w+") for end in (".out", ".err"))  # noqa: SIM115  closed in __exit__
        self.process = subprocess.Popen(
            self.words, env=self.environment, stdout=self.speech, stderr=self.errors, text=True
        )
        end = time.monotonic() + START_SECONDS
        while not any(line.startswith("Ready:") for line in self.said):
            if self.process.poll() is not None or time.monotonic() > end:
                said = self.complaints()[-3000:]
                self.__exit__()
                raise AssertionError(f"the campus did not start: {said}")
            self._listen()
            time.sleep(0.05)
        time.sleep(0.3)
        self._listen()
        return self

    def _listen(self) -> None:
        self.said = Path(self.speech.name).read_text().splitlines()

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        for kept in (self.speech, self.errors):
            kept.close()
            Path(kept.name).unlink(missing_ok=True)
        drop(self.copied)
        self.room.cleanup()

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Another ``./campus`` verb on the same data, beside the running campus."""
        return subprocess.run(
            [str(ROOT / "campus"), *words, "--data", self.room.name],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def link_said(self, path: str) -> str:
        """The address with ``path`` in it that the start printed."""
        return next(link for line in self.said for link in LINK.findall(line) if path in link)

    def complaints(self) -> str:
        """What the campus wrote on stderr so far."""
        self.errors.flush()
        return Path(self.errors.name).read_text()


if __name__ == "__main__":  # a look by hand: python -m tests.story.servers --empty
    with Mailbox().controller, Campus(*sys.argv[1:]) as campus:
        print(*campus.said, sep="\n")
        campus.process.wait()
