"""Money in whole cents, never in floats."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency

from glascampus.basics.text import locale_of_reader


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in cents of one currency."""

    cents: int
    currency: str = "EUR"


def written(money: Money) -> str:
    """An amount in the reader's language: "490,00 €", in English "€490.00"."""
    return _written(money.cents, money.currency, locale_of_reader())


@lru_cache(maxsize=1024)
def _written(cents: int, currency: str, locale: str) -> str:
    return format_currency(Decimal(cents) / 100, currency, locale=locale)
