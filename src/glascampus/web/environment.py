"""Reading the environment: data directory, keys, database, mail, hosts. One place, no Django."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import sqlite3
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

WAL_IS_SAFE_FROM = (3, 51, 3)
MAIL_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


def data_directory() -> Path:
    """Where the campus keeps its database, media and keys."""
    return Path(os.environ.get("CAMPUS_DATA") or "var").resolve()


def keys_directory(data: Path) -> Path:
    """Where keys lie; outside of every backup."""
    return Path(os.environ.get("CAMPUS_KEYS") or data / "keys")


def secret_key(data: Path) -> str:
    """The signing key; made once with mode 0600. Without a data directory (checks, tests) it lives in memory only."""
    file = keys_directory(data) / "secret.key"
    if file.exists():
        return file.read_text().strip()
    fresh = secrets.token_urlsafe(50)
    if data.is_dir() and os.access(data, os.W_OK):
        return _first(file, fresh)
    return fresh


def older_keys(data: Path) -> list[str]:
    """Signing keys that were replaced; what they sealed or signed still opens."""
    return [file.read_text().strip() for file in sorted(keys_directory(data).glob("secret.?*.key"))]


def link_key_file(place: Path) -> Path:
    """The key of private links, from the first change of the signing key on."""
    return place / "links.key"


def link_key(data: Path, secret: str) -> str:
    """What private links are made from; it outlives a change of the signing key, since mails carry those links."""
    file = link_key_file(keys_directory(data))
    return file.read_text().strip() if file.exists() else secret


def write_key(file: Path, text: str) -> None:
    """Write a key that only its owner may read; one that is there already stays."""
    try:
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
            out.write(text)
    except FileExistsError:
        if file.read_text().strip() != text:
            raise


def _first(file: Path, fresh: str) -> str:
    """Write the key whole or not at all; when another process was faster, its key counts."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = file.with_suffix(f".{os.getpid()}")
    write_key(beside, fresh)
    try:
        os.link(beside, file)
    except FileExistsError:
        return file.read_text().strip()
    finally:
        beside.unlink()
    return fresh


def key_id(key: str) -> str:
    """Tells two keys apart without showing one."""
    return hashlib.sha256(b"key id\n" + key.encode()).hexdigest()[:16]


def hosts() -> list[str]:
    """Names under which the campus answers; this machine always, so that it can be asked how it is."""
    named = os.environ.get("CAMPUS_HOSTS", "")
    here = ["localhost", "127.0.0.1", "[::1]"]
    if door := urlsplit(os.environ.get("CAMPUS_ADDRESS", "")).hostname:  # the demo, shown in the house
        here.append(door)
    return [*here, *([h.strip() for h in named.split(",") if h.strip()] or ["testserver"])]


def behind_https() -> bool:
    """Whether trusted proxies stand in front; then cookies are marked secure."""
    return bool(os.environ.get("CAMPUS_TRUSTED_PROXIES"))


def wal_is_safe() -> bool:
    """SQLite 3.7.0 to 3.51.2 can corrupt a WAL database that two connections write at once."""
    import sys

    library = sys.modules.get("sqlite3", sqlite3)
    return tuple(library.sqlite_version_info) >= WAL_IS_SAFE_FROM


def database(data: Path) -> dict[str, Any]:
    """Django's database settings: ``DATABASE_URL`` (postgres://…) or SQLite in the data directory."""
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://")):
        return _postgres(url)
    if url:
        raise ValueError("DATABASE_URL must begin with postgresql://; leave it away for SQLite in the data directory.")
    mode = "WAL" if wal_is_safe() else "DELETE"
    return {
        "ENGINE": "glascampus.web.sqlite",  # Django's own, with a line for the writers
        "NAME": data / "campus.sqlite3",
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": f"PRAGMA journal_mode={mode}; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        },
        "CONN_MAX_AGE": 60,  # opening costs twice what an empty page costs: functions, pragmas, the WAL's end at the last close
        "TEST": {"NAME": None},
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    socket = query.pop("host", "")  # postgresql:///campus?host=/run/postgresql
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or socket,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,  # sslmode and the like
    }


def email(url: str) -> dict[str, Any]:
    """Django's mail settings from ``smtp://user:pass@host:port``, ``smtps://`` or ``smtp+starttls://``."""
    parts = urlsplit(url or "smtp://localhost:25")
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        raise ValueError("EMAIL_URL must look like smtp://user:password@host:port, smtps://… or smtp+starttls://….")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or MAIL_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
    }


def api_per_minute() -> int:
    """How many requests a program's token may make in a minute."""
    text = os.environ.get("CAMPUS_API_PER_MINUTE") or "600"
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 1_000_000):  # noqa: PLR2004  more no machine answers
        raise ValueError("CAMPUS_API_PER_MINUTE must be a whole number from 1 to 1000000.")
    return int(text)


def dkim(data: Path) -> tuple[str, str, Path] | None:
    """Selector, domain and key file for signing mails, from ``CAMPUS_DKIM=selector:domain``; None while it is not set."""
    named = os.environ.get("CAMPUS_DKIM", "")
    if not named:
        return None
    selector, _, domain = named.partition(":")
    file = keys_directory(data) / "dkim.key"
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*:[a-z0-9-]+(\.[a-z0-9-]+)+", named.lower()):
        raise ValueError("CAMPUS_DKIM must look like selector:domain, for example post2027:campus.example.")
    if not file.is_file():
        raise ValueError(
            f"CAMPUS_DKIM is set, but {file} is missing: put the private key there, readable by you alone."
        )
    from glascampus.engines.dkim import load

    try:
        load(file.read_bytes())
    except ValueError as error:
        raise ValueError(f"CAMPUS_DKIM is set, but {file} cannot sign: {error}.") from error
    return selector, domain, file


def static_storage(root: Path) -> str:
    """Hashed names and compressed twins from the collecting on; plain ones before (checks)."""
    hashed = "collectstatic" in sys.argv or (root / "staticfiles.json").exists()
    return (
        "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if hashed
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
