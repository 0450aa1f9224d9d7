"""The board's item on rooms and lecturers that are taken twice."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glascampus.basics import days
from glascampus.basics.text import Text
from glascampus.commons.roll.rules import BoardItem
from glascampus.stations.courses import reads
from glascampus.stations.courses.rules import clash_section

URGENCY = 40  # after runs that are to be decided, before seats that are held and courses without a date


def clash_items(now: datetime) -> list[BoardItem]:
    """The nearest clash and how many more there are: two runs that meet every week would otherwise fill the board."""
    found = reads.taken_twice(now)
    return [_item(found[0], len(found) - 1, now)] if found else []


def _item(nearest: reads.TakenTwice, more: int, now: datetime) -> BoardItem:
    day = days.on(nearest.starts_at)
    title = _("Doppelt verplant am %(day)s: %(names)s") % {"day": days.long(day), "names": ", ".join(nearest.names)}
    url = f"{reverse('web:calendar')}?ab={day.isoformat()}"
    section = clash_section((day - days.on(now)).days)
    return BoardItem(title, _detail(*nearest.courses, more), url, _("Zum Kalender"), urgency=URGENCY, section=section)


def _detail(one: Text, other: Text, more: int) -> str:
    """Two runs of one course name it once."""
    same, both = _("„%(one)s“ zweimal zur selben Zeit."), _("„%(one)s“ und „%(other)s“ zur selben Zeit.")
    said = (same if one == other else both) % {"one": one, "other": other}
    further = ngettext("Dazu kommt eine weitere Überschneidung.", "Dazu kommen %(n)s weitere Überschneidungen.", more)
    return f"{said} {further % {'n': more}}" if more else said
