"""JSON has one canonical form; examples of RFC 8785 and of ECMAScript's number printing."""

import json
import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glascampus.basics.canonical import NotInterchangeable, NotJson, canonical, number_text, read_json

NUMBERS = {  # RFC 8785, appendix B: the bits of a double and how it is written
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


@pytest.mark.parametrize("bits", NUMBERS)
def test_numbers_are_written_as_the_standard_says(bits):
    number = struct.unpack(">d", bytes.fromhex(bits))[0]

    assert number_text(number) == NUMBERS[bits]


def test_the_example_of_the_standard():
    text = rb"""{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }"""

    assert (
        canonical(read_json(text))
        == (
            '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
            '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
        ).encode()
    )


def test_names_are_sorted_by_utf_16_code_units():
    names = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}

    assert list(json.loads(canonical(names))) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_a_whole_number_reads_as_the_same_double():
    assert canonical([1, 1.0, 9007199254740993, 10**21, -(10**25)]) == b"[1,1,9007199254740992,1e+21,-1e+25]"


@pytest.mark.parametrize(
    "text", [b"", b"{", b"NaN", b"[Infinity]", b"\xff", b"\xef\xbb\xbf{}", b"'a'", b"[1,]", b"[" * 200_000, b"01"]
)
def test_what_is_no_json_is_said_to_be_none(text):
    with pytest.raises(NotJson):
        read_json(text)


@pytest.mark.parametrize("text", [b'{"a":1,"a":1}', b"1e400", b"-1e999", b"1" * 500])
def test_what_two_readers_understand_in_two_ways_is_refused(text):
    with pytest.raises(NotInterchangeable):
        read_json(text)


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, math.inf, math.nan, 10**400])
def test_what_has_no_form_is_refused(value):
    with pytest.raises(NotInterchangeable):
        canonical(value)


leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(values)
def test_the_canonical_form_says_the_same_and_is_its_own_form(value):
    once = canonical(value)

    assert json.loads(once, parse_int=float) == value
    assert canonical(read_json(once)) == once


@given(values, st.booleans(), st.sampled_from([None, 2]))
def test_spaces_escapes_and_order_do_not_matter(value, escapes, indent):
    text = json.dumps(value, ensure_ascii=escapes, indent=indent, sort_keys=escapes).encode()

    assert canonical(read_json(text)) == canonical(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_leads_back_to_the_same_double(number):
    assert float(number_text(number)) == number
