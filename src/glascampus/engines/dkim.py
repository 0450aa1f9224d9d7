"""Signing a mail (DKIM), so that its receiver can tell that it came from the campus and was not changed."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

Key = Ed25519PrivateKey | RSAPrivateKey
SIGNED = ("from", "reply-to", "to", "subject", "date", "message-id", "mime-version", "content-type", "auto-submitted")
WSP = re.compile(rb"[ \t]+")
CLOSED = ("from", "to", "subject", "date")
SHORTEST_RSA_BITS = 1024  # RFC 8301, section 3.2; receivers refuse less
CHUNK = 64


@dataclass(frozen=True, slots=True)
class Signer:
    """``selector._domainkey.domain`` is where receivers look for the public key."""

    domain: str
    selector: str
    key: Key

    @property
    def algorithm(self) -> str:
        """The name of RFC 6376 or 8463."""
        return "ed25519-sha256" if isinstance(self.key, Ed25519PrivateKey) else "rsa-sha256"

    def header(self, mail: bytes, *, at: int, names: Sequence[str] = SIGNED) -> str:
        """The value of ``DKIM-Signature`` for ``mail`` (whole, lines ending in CRLF), signed at second ``at``.

        Both canonicalisations are "relaxed". Of ``names`` those that the mail has are signed, the lowest of several.

        Source: RFC 6376, sections 3.4, 3.5 and 3.7; RFC 8463, section 3.
        """
        head, _, body = mail.partition(b"\r\n\r\n")
        found = headers(head)
        signed = [name for name in names if name in found]
        closed = [name for name in CLOSED if name in found]  # named once more than there are: nobody can add a second
        digest = b64encode(hashlib.sha256(relaxed_body(body)).digest()).decode()
        value = (
            f"v=1; a={self.algorithm}; c=relaxed/relaxed; d={self.domain}; s={self.selector}; t={at}; "
            f"h={' : '.join([*signed, *closed])}; bh={digest}; b="
        )
        text = to_sign([found[name] for name in signed], value)
        signature = b64encode(self._sign(text)).decode()
        return value + " ".join(signature[n : n + CHUNK] for n in range(0, len(signature), CHUNK))

    def _sign(self, text: bytes) -> bytes:
        if isinstance(self.key, Ed25519PrivateKey):
            return self.key.sign(hashlib.sha256(text).digest())  # RFC 8463: the hash is what is signed
        return self.key.sign(text, PKCS1v15(), hashes.SHA256())


def load(pem: bytes) -> Key:
    """A private key from its file.

    Raises:
        ValueError: no key, another kind of key, or one that receivers do not take.
    """
    try:
        key = load_pem_private_key(pem, password=None)
    except TypeError as error:  # it is under a passphrase
        raise ValueError("the key must not be under a passphrase") from error
    if isinstance(key, RSAPrivateKey) and key.key_size >= SHORTEST_RSA_BITS:
        return key
    if isinstance(key, Ed25519PrivateKey):
        return key
    raise ValueError("the key must be Ed25519 or RSA with at least 1024 bits")


def headers(head: bytes) -> dict[str, tuple[bytes, bytes]]:
    """Name in lower case to (name, value) of each header; of several with one name the last, as the RFC counts them."""
    found: dict[str, tuple[bytes, bytes]] = {}
    for line in re.split(rb"\r\n(?![ \t])", head):
        name, colon, value = line.partition(b":")
        if colon:
            found[name.strip().decode("ascii", "replace").lower()] = (name, value)
    return found


def relaxed_header(name: bytes, value: bytes) -> bytes:
    """RFC 6376, 3.4.2: name in lower case, lines unfolded, white space as one space, none at the ends."""
    unfolded = WSP.sub(b" ", value.replace(b"\r\n", b"")).strip(b" ")
    return name.strip().lower() + b":" + unfolded


def relaxed_body(body: bytes) -> bytes:
    """RFC 6376, 3.4.4: no white space at line ends, one space elsewhere, no empty lines at the end."""
    lines = [WSP.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)


def to_sign(signed: Sequence[tuple[bytes, bytes]], value: str) -> bytes:
    """The signed headers, then ``DKIM-Signature`` itself with an empty ``b=`` and no line end."""
    lines = [relaxed_header(*header) + b"\r\n" for header in signed]
    return b"".join(lines) + relaxed_header(b"dkim-signature", value.encode())
