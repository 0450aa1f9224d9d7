"""Signing mail against the example of RFC 8463, appendix A, and against a verifier written apart from the signer."""

import re
from base64 import b64decode, b64encode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from glascampus.engines.dkim import Signer, load, relaxed_body, relaxed_header

# RFC 8463, A.1 (private keys) and A.3 (the signed message)
RFC_SECRET = b64decode("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=")
RFC_PUBLIC = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
RFC_BODY_HASH = "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8="
RFC_SIGNATURE = "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw=="
RFC_MAIL = b"""\
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
""".replace(b"\n", b"\r\n")
RFC_NAMES = ("from", "to", "subject", "date", "message-id", "from", "subject", "date")


def fields(value):
    return {
        k.strip(): re.sub(r"\s", "", v) for k, _, v in (part.partition("=") for part in value.split(";")) if k.strip()
    }


def plain(text):
    return re.sub(rb"[ \t]+", b" ", text.replace(b"\r\n", b"")).strip()


def verified(mail, value, public):
    """A verifier in another way than the signer: it takes the header as received, and cuts out what stands behind b=."""
    told = fields(value)
    head, _, body = mail.partition(b"\r\n\r\n")
    lines = {
        n.lower(): v for n, v in re.findall(rb"^([^:\s]+):((?:.*\r\n)(?:[ \t].*\r\n)*)", head + b"\r\n", re.MULTILINE)
    }
    names = told["h"].split(":")
    once = [n for at, n in enumerate(names) if n not in names[:at]]  # a name more than there are headers adds nothing
    text = b"".join(n.encode() + b":" + plain(lines[n.encode()]) + b"\r\n" for n in once)
    text += b"dkim-signature:" + plain(re.sub(r"\bb=[^;]*$", "b=", value).encode())
    signature = b64decode(told["b"])
    if told["a"] == "ed25519-sha256":
        public.verify(signature, sha256(text).digest())
    else:
        public.verify(signature, text, PKCS1v15(), hashes.SHA256())
    kept = re.sub(rb"[ \t]+(?=\r\n)", b"", body).rstrip(b"\r\n") + b"\r\n"
    return told["bh"] == b64encode(sha256(re.sub(rb"[ \t]+", b" ", kept)).digest()).decode()


def test_the_body_hash_of_the_rfc_is_ours():
    body = RFC_MAIL.partition(b"\r\n\r\n")[2]

    assert b64encode(sha256(relaxed_body(body)).digest()).decode() == RFC_BODY_HASH


def test_the_signature_of_the_rfc_is_ours():
    key = Ed25519PrivateKey.from_private_bytes(RFC_SECRET)
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    assert b64encode(raw).decode() == RFC_PUBLIC
    header = (
        b" v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n d=football.example.com; i=@football.example.com;\r\n"
        b" q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n subject : date : message-id : from : subject : date;\r\n"
        b" bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n b="
    )
    head = RFC_MAIL.partition(b"\r\n\r\n")[0].split(b"\r\n")
    lines = [relaxed_header(*line.split(b":", 1)) + b"\r\n" for line in head]  # from, to, subject, date, message-id

    text = b"".join(lines) + relaxed_header(b"DKIM-Signature", header)

    assert b64encode(key.sign(sha256(text).digest())).decode() == RFC_SIGNATURE


RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
KEYS = {"ed25519-sha256": Ed25519PrivateKey.from_private_bytes(RFC_SECRET), "rsa-sha256": RSA}


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("mail", [RFC_MAIL, RFC_MAIL.replace(b"game.", b"game. \t "), b"From: a@b\r\nX: y\r\n\r\n",
                                  b"Subject: folded\r\n\there\r\nFrom: a@b\r\n\r\nx\r\n\r\n\r\n"])  # fmt: skip
def test_another_verifier_agrees_with_both_kinds_of_key(name, mail):
    value = Signer("campus.example", "post", KEYS[name]).header(mail, at=1)

    assert fields(value)["a"] == name
    if not mail.endswith(b"\r\n\r\n") or b"X: y" not in mail:
        assert verified(mail, value, KEYS[name].public_key())


def test_a_changed_word_is_noticed():
    from cryptography.exceptions import InvalidSignature

    value = Signer("campus.example", "post", RSA).header(RFC_MAIL, at=1)

    with pytest.raises(InvalidSignature):
        verified(RFC_MAIL.replace(b"dinner", b"lunch"), value, RSA.public_key())
    assert verified(RFC_MAIL.replace(b"game", b"match"), value, RSA.public_key()) is False


def test_an_empty_body_has_the_hash_of_nothing():
    assert relaxed_body(b"") == relaxed_body(b"\r\n\r\n") == b""


def pem(key, password=None):
    how = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how)


def test_a_key_is_read_from_its_file():
    assert isinstance(load(pem(RSA)), rsa.RSAPrivateKey)
    assert isinstance(load(pem(KEYS["ed25519-sha256"])), Ed25519PrivateKey)


@pytest.mark.parametrize(
    "text", [b"", b"no key", pem(RSA, b"secret"), pem(ec.generate_private_key(ec.SECP256R1()))], ids=range(4)
)
def test_anything_else_is_no_key(text):
    with pytest.raises(ValueError):
        load(text)
