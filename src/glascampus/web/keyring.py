"""The files of the keys directory: the signing key, those before it, and all of them locked under a passphrase. No Django."""

from __future__ import annotations

import json
import os
import secrets
from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from glascampus.web.environment import key_id, link_key_file, write_key

FORMAT = "glascampus keys 1"
SHORTEST_PASSPHRASE = 12
COST = {"n": 2**15, "r": 8, "p": 1}  # 32 MiB and about 0.1 s a try; RFC 7914 and OWASP's floor for scrypt
LARGEST_FILE = 1_000_000
SEEN = "exported"


def rotate(place: Path) -> str:
    """Make a new signing key; the old one stays beside it, so that what it sealed still opens. Returns the new key's id.

    Private links are made from ``links.key``, which does not change: a link in an old mail opens, and a new mail carries the same.
    """
    old = (place / "secret.key").read_text().strip()
    if not link_key_file(place).exists():
        write_key(link_key_file(place), old)
    write_key(place / f"secret.{key_id(old)}.key", old)
    fresh = secrets.token_urlsafe(50)
    beside = place / f"secret.{os.getpid()}.coming"
    write_key(beside, fresh)
    beside.replace(place / "secret.key")
    return key_id(fresh)


def lock(place: Path, passphrase: str) -> bytes:
    """Every key file as one JSON document, sealed by AES-256-GCM under a key that scrypt makes of ``passphrase``."""
    files = {file.name: file.read_text() for file in sorted(place.glob("*.key"))}
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_stretched(passphrase, salt)).encrypt(nonce, json.dumps(files).encode(), FORMAT.encode())
    parts = {"salt": salt, "nonce": nonce, "sealed": sealed}
    return json.dumps({"format": FORMAT, **{name: b64encode(part).decode() for name, part in parts.items()}}).encode()


def unlock(file: Path, passphrase: str) -> dict[str, str]:
    """The key files in an exported document, by name.

    Raises:
        ValueError: no such document, or another passphrase.
    """
    wrong = ValueError(f"{file} holds no keys of a campus; name the file that ./campus keys export wrote.")
    with file.open("rb") as given:
        content = given.read(LARGEST_FILE)
    try:
        document = json.loads(content)
        salt, nonce, sealed = (b64decode(document[name], validate=True) for name in ("salt", "nonce", "sealed"))
        known = document["format"] == FORMAT
    except (ValueError, KeyError, TypeError, RecursionError):
        raise wrong from None
    if not known or len(nonce) != 12:  # noqa: PLR2004  AES-GCM's
        raise wrong
    try:
        files: dict[str, str] = json.loads(AESGCM(_stretched(passphrase, salt)).decrypt(nonce, sealed, FORMAT.encode()))
    except InvalidTag:
        raise ValueError("The passphrase does not open this file; nothing was changed.") from None
    return files


def put(place: Path, files: dict[str, str]) -> None:
    """Bring exported keys in; a signing key that was there already stays beside them, nothing is lost."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in ("secret.key", link_key_file(place).name):
        _set_aside(place / name, files.get(name, ""))
    for name, text in files.items():
        target = place / Path(name).name  # never outside of the directory
        beside = target.with_suffix(f".{os.getpid()}.coming")
        write_key(beside, text.strip())
        beside.replace(target)


def _set_aside(file: Path, coming: str) -> None:
    here = file.read_text().strip() if file.exists() else ""
    if here and here != coming.strip():
        write_key(file.parent / f"secret.{key_id(here)}.key", here)


def note_export(place: Path) -> None:
    """Remember which signing key was exported; the board nags until the present one was."""
    (place / SEEN).write_text(_present(place) + "\n")


def is_exported(place: Path) -> bool:
    """Whether the present signing key was ever exported."""
    seen = place / SEEN
    return seen.is_file() and seen.read_text().strip() == _present(place)


def _present(place: Path) -> str:
    file = place / "secret.key"
    return key_id(file.read_text().strip()) if file.is_file() else ""


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **COST).derive(passphrase.encode())
