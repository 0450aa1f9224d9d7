"""Sealing small secrets for the database: AES-GCM, bound to the place where they stand, with the id of their key."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
ID_BYTES, NONCE_BYTES = 8, 12
HEAD_BYTES = len(VERSION) + ID_BYTES + NONCE_BYTES


class SealBroken(ValueError):
    """No key at hand opens it, it was changed, or it was sealed for another place."""


def key_id(key: bytes) -> bytes:
    """Eight bytes that tell keys apart and give none away."""
    return hashlib.sha256(b"sealed key id\n" + key).digest()[:ID_BYTES]


def key_for(purpose: str, secret: str) -> bytes:
    """A key of 32 bytes of its own for ``purpose``, from the installation's ``secret``."""
    return hmac.new(secret.encode(), f"sealed\n{purpose}".encode(), hashlib.sha256).digest()


def seal(key: bytes, plain: bytes, context: bytes) -> bytes:
    """Encrypt ``plain``; it opens only with ``key`` (32 bytes) and the same ``context`` (say, table and column).

    Returns:
        version (1 byte), key id (8), nonce (12), ciphertext with its tag (len(plain) + 16).
    """
    nonce = secrets.token_bytes(NONCE_BYTES)
    head = VERSION + key_id(key) + nonce
    return head + AESGCM(key).encrypt(nonce, plain, VERSION + context)


def open_sealed(keys: Iterable[bytes], sealed: bytes, context: bytes) -> bytes:
    """What was sealed, by the one of ``keys`` whose id it names.

    Raises:
        SealBroken: the key is missing, the bytes were changed, or ``context`` is another.
    """
    known = {key_id(key): key for key in keys}
    named, nonce, rest = sealed[1 : 1 + ID_BYTES], sealed[1 + ID_BYTES : HEAD_BYTES], sealed[HEAD_BYTES:]
    if sealed[:1] != VERSION or named not in known or len(nonce) != NONCE_BYTES:
        raise SealBroken("no key for it")
    try:
        return AESGCM(known[named]).decrypt(nonce, rest, VERSION + context)
    except InvalidTag:
        raise SealBroken("changed, or from another place") from None
