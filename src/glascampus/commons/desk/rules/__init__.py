"""What a list of the office is made of, and what its address asks for. Pure: rows may be a queryset or a plain list."""

from glascampus.commons.desk.rules.columns import Cell, Column, Phrase
from glascampus.commons.desk.rules.deeds import KEY, MOST_AT_ONCE, Deed, NothingTicked, TooManyTicked, keys_of
from glascampus.commons.desk.rules.listings import LONGEST_SEARCH, MOST_WORDS, Filter, Listing
from glascampus.commons.desk.rules.views import (
    ALL,
    COLUMNS,
    DEED,
    FILE,
    PAGE,
    ROW,
    SEARCH,
    SORT,
    View,
    address_of,
    narrowed,
    sorted_rows,
    view_of,
)

__all__ = [
    "ALL",
    "COLUMNS",
    "DEED",
    "FILE",
    "KEY",
    "LONGEST_SEARCH",
    "MOST_AT_ONCE",
    "MOST_WORDS",
    "PAGE",
    "ROW",
    "SEARCH",
    "SORT",
    "Cell",
    "Column",
    "Deed",
    "Filter",
    "Listing",
    "NothingTicked",
    "Phrase",
    "TooManyTicked",
    "View",
    "address_of",
    "keys_of",
    "narrowed",
    "sorted_rows",
    "view_of",
]
