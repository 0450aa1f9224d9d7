"""How the campus writes days and times of day (``basics.days``), for templates. Every template has them without ``load``."""

from __future__ import annotations

from datetime import date, datetime, time

from django import template
from django.utils.translation import gettext

from glascampus.basics import days

register = template.Library()


@register.filter
def day(moment: date | None) -> str:
    """A day as a list shows it: "Mo 11. Jan. 2027", in English "Mon 11 Jan 2027"."""
    return days.short_with_weekday(moment)


@register.filter
def day_short(moment: date | None) -> str:
    """Where the year is plain: "11. Jan.", in English "11 Jan"."""
    return days.written(moment, "d. MMM", "d MMM")


@register.filter
def day_plain(moment: date | None) -> str:
    """Where the day of the week says nothing: "12. Dez. 2023", in English "12 Dec 2023"."""
    return days.short(moment)


@register.filter
def day_long(moment: date | None) -> str:
    """A day in full: "Montag, 11. Januar 2027", in English "Monday 11 January 2027"."""
    return days.long_with_weekday(moment)


@register.filter
def period(starts: date | None, ends: date | None = None) -> str:
    """Two days as one phrase: "2. bis 3. Feb. 2027", "30. März bis 2. Apr. 2027"; one day alone as ``day`` writes it."""
    if not starts or not ends or days.on(starts) == days.on(ends):
        return day(starts)
    first, last = days.on(starts), days.on(ends)
    if (first.year, first.month) == (last.year, last.month):
        begin = days.written(first, "d.", "d")
    elif first.year == last.year:
        begin = day_short(first)
    else:
        begin = days.short(first)
    return gettext("%(begin)s bis %(end)s") % {"begin": begin, "end": days.short(last)}


@register.filter
def weekday(moment: date | None) -> str:
    """The short name of a weekday: "Mo", in English "Mon"."""
    return days.written(moment, "ccc", "ccc")


@register.filter
def month_name(moment: date | None) -> str:
    """A month: "März 2027"."""
    return days.month(moment)


@register.filter
def dated(text: str | None) -> str:
    """A date as a source gives it, in words: "2020-02, 2020-03-09" becomes "Februar 2020; 9. März 2020"."""
    return days.dated(text or "")


@register.filter
def clock(moment: datetime | None) -> str:
    """Campus time of an aware datetime: "08:00 Uhr", in English "08:00"."""
    return days.clock(moment)


@register.filter
def clock_span(starts: datetime | time, ends: datetime | time) -> str:
    """Two times of a day as one phrase: "08:00 bis 15:30 Uhr", in English "08:00 to 15:30"."""
    return days.clock_span(starts, ends)
