"""JSON that reads the same however it was written: strict reading, and the canonical form of RFC 8785 (JCS)."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

SAFE_EXPONENT, LONGEST_NUMBER = 21, 400  # ECMAScript writes 1e21 with an exponent; more digits no double can hold
ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
CONTROLS = {chr(code): f"\\u{code:04x}" for code in range(32)}
TABLE = str.maketrans(CONTROLS | ESCAPES)


class NotJson(ValueError):
    """The bytes are no JSON text (RFC 8259)."""


class NotInterchangeable(ValueError):
    """JSON, but readers would disagree on it (RFC 7493): a name twice, half of a surrogate pair, a number no double holds."""


def read_json(body: bytes) -> Any:
    """The value of a JSON text in UTF-8.

    Raises:
        NotJson: not UTF-8, not JSON, or nested deeper than anybody writes.
        NotInterchangeable: JSON that two readers may understand in two ways.
    """
    try:
        return json.loads(
            body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_constant, parse_int=_whole, parse_float=_float
        )  # fmt: skip
    except NotInterchangeable:
        raise
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NotInterchangeable("a name stands twice in one object")
    return found


def _constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON")


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise NotInterchangeable("a number is too large")
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise NotInterchangeable("a number is too large")
    return number


def canonical(value: Any) -> bytes:
    """The canonical form of a JSON value: no spaces, names sorted by UTF-16 code units, numbers as ECMAScript writes them.

    Raises:
        NotInterchangeable: a number that no double holds, or half of a surrogate pair.

    Source: RFC 8785; numbers by ECMA-262, Number::toString.
    """
    try:
        return _text(value).encode()
    except UnicodeEncodeError:
        raise NotInterchangeable("half of a surrogate pair") from None


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f'"{value.translate(TABLE)}"'
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_text(name)}:{_text(value[name])}" for name in names) + "}"
    return "[" + ",".join(map(_text, value)) + "]"


def number_text(value: float) -> str:
    """A number as JavaScript prints it: the shortest digits that lead back to the same double.

    Raises:
        NotInterchangeable: infinite, or not a number.
    """
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise NotInterchangeable("a number is too large")
    if number == 0:
        return "0"  # and -0, too
    sign = "-" if number < 0 else ""
    mantissa, _, exponent = f"{abs(number)!r}".partition("e")
    whole, _, part = mantissa.partition(".")
    return sign + _written(whole + part, int(exponent or 0) + len(whole))


def _written(digits: str, point: int) -> str:
    """``digits`` with the decimal point after so many of them (it may lie outside), in ECMAScript's four shapes."""
    shorter = digits.lstrip("0")
    point -= len(digits) - len(shorter)
    digits = shorter.rstrip("0")
    count = len(digits)
    if count <= point <= SAFE_EXPONENT:
        return digits + "0" * (point - count)
    if 0 < point <= SAFE_EXPONENT:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:  # noqa: PLR2004  the standard's own figure
        return "0." + "0" * -point + digits
    fraction = f".{digits[1:]}" if count > 1 else ""
    return f"{digits[0]}{fraction}e{'+' if point > 0 else '-'}{abs(point - 1)}"
