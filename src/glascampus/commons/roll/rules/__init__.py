"""What an app may announce. Plain values and functions; who collects them knows no app by name."""

from glascampus.commons.roll.rules.board import TODAY, Board, BoardItem, Passage, Section, arranged
from glascampus.commons.roll.rules.checks import CHECK_NAMES, Check, Fault, Tick, missing_versions
from glascampus.commons.roll.rules.finding import NO_TEXT, Findable
from glascampus.commons.roll.rules.intake import IntakeColumn, IntakeKind, Look, Row, Taking, intake_column
from glascampus.commons.roll.rules.keeping import Erased, Keep, Kept, Personal

__all__ = [
    "CHECK_NAMES",
    "NO_TEXT",
    "TODAY",
    "Board",
    "BoardItem",
    "Check",
    "Erased",
    "Fault",
    "Findable",
    "IntakeColumn",
    "IntakeKind",
    "Keep",
    "Kept",
    "Look",
    "Passage",
    "Personal",
    "Row",
    "Section",
    "Taking",
    "Tick",
    "arranged",
    "intake_column",
    "missing_versions",
]
