"""The rulebook: what law and practice say, as dated rows with their source. The TOML files are the shipped edition.

A row: key (with the unit in it), value, valid_from, valid_to, source, mark, checked_on, notes. Marks: ``R`` read in a
public source, ``R2`` read in a secondary source, ``K`` not verified. Engineering notes, no legal advice.
"""

from glascampus.basics.rulebook.book import STALE_AFTER_MONTHS, Rulebook, stale
from glascampus.basics.rulebook.edition import read_rows, shipped
from glascampus.basics.rulebook.rows import MARKS, UNITS, Row, RulebookFaulty, RuleMissing, Value, refuse_overlaps

__all__ = [
    "MARKS", "STALE_AFTER_MONTHS", "UNITS", "Row", "RuleMissing", "Rulebook", "RulebookFaulty", "Value", "read_rows",
    "refuse_overlaps", "shipped", "stale",
]  # fmt: skip
