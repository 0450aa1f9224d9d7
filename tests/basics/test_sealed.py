"""Sealed secrets open with their key, at their place, unchanged; with nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glascampus.basics.sealed import SealBroken, key_for, key_id, open_sealed, seal

KEY, OTHER = key_for("tests", "one"), key_for("tests", "two")


@given(st.binary(max_size=300), st.binary(max_size=40))
def test_what_was_sealed_opens_again(plain, context):
    sealed = seal(KEY, plain, context)

    assert open_sealed([OTHER, KEY], sealed, context) == plain
    assert len(sealed) == 37 + len(plain)


@given(st.integers(0, 45), st.integers(1, 255))
def test_one_changed_byte_is_noticed(place, by):
    sealed = bytearray(seal(KEY, b"geheimnis", b"table.column"))

    sealed[place] ^= by

    with pytest.raises(SealBroken):
        open_sealed([KEY], bytes(sealed), b"table.column")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + b"x" * 20, b"plain text that was never sealed"])
def test_what_was_never_sealed_does_not_open(sealed):
    with pytest.raises(SealBroken):
        open_sealed([KEY], sealed, b"")


def test_another_place_or_another_key_does_not_open_it():
    sealed = seal(KEY, b"geheimnis", b"here")

    with pytest.raises(SealBroken):
        open_sealed([KEY], sealed, b"there")
    with pytest.raises(SealBroken):
        open_sealed([OTHER], sealed, b"here")


def test_the_same_twice_looks_different_and_names_its_key():
    once, twice = seal(KEY, b"x", b""), seal(KEY, b"x", b"")

    assert once != twice
    assert once[1:9] == twice[1:9] == key_id(KEY)
    assert key_for("tests", "one") != key_for("other", "one")
