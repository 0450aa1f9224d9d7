"""What is wrong in the files of a campus, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class ModelFault:
    """One fault: the file's name, the line counted from 1, and a sentence."""

    file: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.says}"


class ModelHasFaults(ValueError):
    """The files do not hold; nothing was loaded."""

    def __init__(self, faults: Sequence[ModelFault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))
