"""Links that open one thing: 160 bits, made from a key so that they can be mailed again, stored only as a hash."""

from __future__ import annotations

import base64
import hashlib
import hmac


def derive(key: bytes, purpose: str, subject: str) -> str:
    """The token for ``subject`` under ``purpose``: 32 characters a-z2-7, the same each time for the same key."""
    digest = hmac.new(key, f"{purpose}\n{subject}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:20]).decode().lower()


def fingerprint(token: str) -> str:
    """What is stored of a token: SHA-256 as 64 hex digits."""
    return hashlib.sha256(token.encode()).hexdigest()
