"""How the campus writes money, numbers and hours. Every template has them without ``load``."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from babel.numbers import format_decimal
from django import template
from django.utils.translation import gettext, ngettext

from glascampus.basics.money import Money, written
from glascampus.basics.text import locale_of_reader

register = template.Library()


@register.filter
def euro(cents: int | None) -> str:
    """Cents as money: "490,00 €", in English "€490.00"; nothing for None."""
    if not isinstance(cents, int):
        return ""
    return written(Money(cents))


@register.filter
def number(value: float | Decimal | None) -> str:
    """A number with the separators of the language: "1.240,5", in English "1,240.5"; nothing for None."""
    return "" if value is None or value == "" else format_decimal(value, locale=locale_of_reader())


@register.filter
def percent(value: int | None) -> str:
    """A share: "63 %", in English "63%"; nothing for None."""
    return "" if value is None else gettext("%(percent)s %%") % {"percent": value}


@register.filter
def hours(minutes: int | None) -> str:
    """Minutes in words: "8 Stunden", "1,5 Stunden", below an hour "45 Minuten"."""
    if not isinstance(minutes, int):
        return ""
    if 0 < minutes < 60:  # noqa: PLR2004 -- minutes of an hour
        return ngettext("%(count)s Minute", "%(count)s Minuten", minutes) % {"count": minutes}
    count = timedelta(minutes=minutes) / timedelta(hours=1)
    return ngettext("%(count)s Stunde", "%(count)s Stunden", 1 if count == 1 else 2) % {
        "count": number(round(count, 2))
    }
