"""Why something is so: a code with its numbers. The sentence for it stands in the app's ``words.py``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


class Reason:
    """A code with its numbers: ``Reason("hours_too_few", have=32, need=121)``."""

    __slots__ = ("code", "numbers")

    def __init__(self, code: str, **numbers: object) -> None:
        self.code = code
        self.numbers: Mapping[str, object] = MappingProxyType(numbers)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reason) and (self.code, dict(self.numbers)) == (other.code, dict(other.numbers))

    def __hash__(self) -> int:
        return hash((self.code, tuple(sorted((k, str(v)) for k, v in self.numbers.items()))))

    def __repr__(self) -> str:
        numbers = "".join(f", {k}={v!r}" for k, v in self.numbers.items())
        return f"Reason({self.code!r}{numbers})"


class Refusal(Exception):
    """A deed was refused and nothing was changed; ``reason`` says why, ``field`` where it was typed."""

    code = "refused"

    def __init__(self, code: str | None = None, *, field: str | None = None, **numbers: object) -> None:
        self.reason = Reason(code or self.code, **numbers)
        self.field = field
        super().__init__(repr(self.reason))


class NotAllowed(Refusal):
    """This person may not do this."""

    code = "not_allowed"
