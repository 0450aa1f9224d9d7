"""A mailbox, campuses and Chromium for the stories."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.story.servers import Campus, Mailbox

CHROMIUM_WORDS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

expect.set_options(timeout=30_000)  # the first question after a start reads everything, and the machine may be busy


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's own Chromium."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    return {"executable_path": found, "args": CHROMIUM_WORDS}


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    """A real SMTP server."""
    box = Mailbox()
    box.controller.start()
    yield box
    box.controller.stop()


@pytest.fixture(scope="module")
def demo_campus(mailbox: Mailbox) -> Iterator[Campus]:
    """The demo, as ``./campus run`` starts it."""
    with Campus(mailbox=mailbox) as campus:
        yield campus


@pytest.fixture(scope="module")
def empty_campus(mailbox: Mailbox) -> Iterator[Campus]:
    """A campus without anything, as ``./campus run --empty`` starts it."""
    with Campus("--empty", mailbox=mailbox) as campus:
        yield campus
