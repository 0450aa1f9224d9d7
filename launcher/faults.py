"""What can go wrong at the front door, each in one sentence that says what to do; and the voice that says it."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path


class Fault(Exception):
    """One sentence for whoever stands at the door; ``code`` is the exit code."""

    def __init__(self, sentence: str, code: int = 2) -> None:
        super().__init__(sentence)
        self.code = code


def say(line: str) -> None:
    """A line of progress on stderr; stdout belongs to answers."""
    print(line, file=sys.stderr, flush=True)


NO_VENV = "This Python has no module to make environments with; install it (Debian, Ubuntu: sudo apt-get install python3-venv) and start again."


def no_space(path: Path, need_mb: int) -> Fault:
    """``need_mb`` megabytes are wanted where ``path`` lies, and they are not there."""
    return Fault(f"The disk is full: make room for about {need_mb} MB where {path} lies and start again.")


def broken_lock(lock: Path, why: str) -> Fault:
    """A lock file that cannot be trusted is never installed from."""
    return Fault(
        f"The lock file requirements/{lock.name} is broken ({why}); fetch it again with: git checkout -- requirements/{lock.name}"
    )


def from_installer(output: str, lock: Path, need_mb: int) -> Fault:
    """Which fault the last words of pip or uv mean."""
    text = output.lower()
    if "no space left" in text or "errno 28" in text:
        return no_space(lock.parent.parent, need_mb)
    if any(
        word in text
        for word in ("do not match the hashes", "hash mismatch", "hashes are required", "in --require-hashes mode")
    ):
        return broken_lock(lock, "a package does not have the hash that is written there")
    if any(word in text for word in ("invalid requirement", "couldn't parse", "could not parse")):
        return broken_lock(lock, "a line cannot be read")
    if any(word in text for word in NETWORK_WORDS):
        return Fault(
            "The packages cannot be fetched: connect this machine to the internet for the first start (or set PIP_INDEX_URL to a mirror) and start again."
        )
    last = [line.strip() for line in output.splitlines() if line.strip()][-1:] or ["no reason given"]
    return Fault(f"The packages could not be installed ({last[0]}); remove the folder .venv and start again.")


NETWORK_WORDS = (
    "failed to establish a new connection", "name resolution", "name or service not known", "connection refused", "connection broken",
    "no matching distribution found", "network is unreachable", "failed to fetch", "error sending request", "timed out", "dns error", "could not connect",
)  # fmt: skip


def from_os(error: OSError) -> Fault:
    """The operating system's refusals, in words."""
    where = error.filename or "a file"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Fault(f"The disk is full: make room where {where} lies and start again.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Fault(f"{where} cannot be written: give yourself the right to write there and start again.")
    return Fault(f"{os.strerror(error.errno) if error.errno else error}: {where}")
