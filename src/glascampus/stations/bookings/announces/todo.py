"""What the office has to do with runs, seats and withdrawals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glascampus.basics.clock import CAMPUS_ZONE, today
from glascampus.commons.roll.reads import say
from glascampus.commons.roll.rules import BoardItem, Section
from glascampus.stations.bookings import reads, words
from glascampus.stations.bookings.models import Undoable, Withdrawal
from glascampus.stations.bookings.rules import HOLD_ENDS_SOON, Way, board_section
from glascampus.stations.courses.models import Run

DECIDE_WITHIN = timedelta(days=14)


def board(now: datetime) -> list[BoardItem]:
    """What can be taken back, withdrawals, runs to decide or short of people, and seats that wait for somebody's yes."""
    back = [_undo_item(deed, what, minutes) for deed, what, minutes in reads.to_undo(now)]
    withdrawn = [_withdrawal_item(one) for one in reads.withdrawals_to_see()[:20]]
    runs = [_item(run, way, now) for run, way in reads.runs_to_watch(now, DECIDE_WITHIN)]
    waits = [item for one in reads.pending(now) for item in _pending_items(one, now)]
    return [
        *back,
        *withdrawn,
        *runs,
        *waits,
        *(_silent_item(run, number) for run, number in reads.silent_after_move(now)),
    ]


def _undo_item(deed: Undoable, what: str, minutes: int) -> BoardItem:
    """While the mails wait, one tap takes the deed back."""
    detail = ngettext("Die Mails warten noch eine Minute.", "Die Mails warten noch %(minutes)s Minuten.", minutes)
    url = reverse("bookings:undo", args=[deed.pk])
    return BoardItem(
        what, detail % {"minutes": minutes}, url, _("Rückgängig"), urgency=200, post=True, section=Section.BACK
    )


def _withdrawal_item(one: Withdrawal) -> BoardItem:
    """A contract withdrawn: already done, or the office decides."""
    title = _("Widerruf von %(name)s") % {"name": one.name}
    day = words.day_text(one.received_at.astimezone(CAMPUS_ZONE).date())
    detail = _("%(outcome)s, eingegangen am %(day)s") % {"outcome": one.get_outcome_display(), "day": day}
    section = Section.DECIDE if one.outcome == Withdrawal.Outcome.OPEN else Section.US
    url = reverse("bookings:office_withdrawal", args=[one.pk])
    return BoardItem(title, detail, url, _("Ansehen"), urgency=120, section=section)


def _item(run: Run, way: Way, now: datetime) -> BoardItem:
    """A run to decide on; one that takes place, only where too few are left. Below the minimum one calls first."""
    page = reverse("bookings:office_run", args=[run.code])
    if run.state == Run.State.CONFIRMED:
        title = _("„%(course)s“ findet statt, aber mit zu wenigen") % {"course": run.course.title}
        return BoardItem(
            title, say(way.reason), page, _("Ansehen"), urgency=50, section=board_section(way=way, days_left=None)
        )
    left = (run.decide_on - today(now)).days if run.decide_on else 0
    detail = f"{say(way.reason)} {words.decide_text(run.decide_on, left) if run.decide_on else ''}".strip()
    title = _("„%(course)s“: Findet es statt?") % {"course": run.course.title}
    calls = way.binding < way.minimum and way.binding + way.reserved > 0
    url, button = (reverse("bookings:calls", args=[run.code]), _("Anrufliste")) if calls else (page, _("Entscheiden"))
    return BoardItem(title, detail, url, button, urgency=100 - left, section=board_section(way=way, days_left=left))


def _pending_items(one: reads.Pending, now: datetime) -> Iterator[BoardItem]:
    """Seats offered from the line, and seats held: what ends soon is due, all else waits for others."""
    url, course = reverse("bookings:office_run", args=[one.run_code]), {"course": one.course}
    if one.offered and one.offered_until:
        title = ngettext(
            "„%(course)s“: ein Platz ist angeboten", "„%(course)s“: %(n)s Plätze sind angeboten", one.offered
        )
        day = words.day_text(one.offered_until.astimezone(CAMPUS_ZONE).date())
        detail = _("Das Angebot gilt bis %(day)s. Danach sind die Nächsten dran.") % {"day": day}
        yield BoardItem(title % {**course, "n": one.offered}, detail, url, _("Ansehen"), section=Section.THEM)
    if one.held and one.held_until:
        title = ngettext(
            "„%(course)s“: ein Platz ist vorgemerkt", "„%(course)s“: %(n)s Plätze sind vorgemerkt", one.held
        )
        soon = one.held_until <= today(now) + HOLD_ENDS_SOON
        detail = _("Bis %(day)s muss die Zusage da sein, sonst wird der Platz frei.") if soon else _("Wir warten auf die Zusage, längstens bis %(day)s.")  # fmt: skip
        section = Section.DUE if soon else Section.THEM
        said = detail % {"day": words.day_text(one.held_until)}
        yield BoardItem(
            title % {**course, "n": one.held}, said, url, _("Ansehen"), urgency=10 if soon else 0, section=section
        )


def _silent_item(run: Run, number: int) -> BoardItem:
    """Who has not said whether the new dates suit."""
    title = _("„%(course)s“ ist verlegt, noch nicht alle haben geantwortet") % {"course": run.course.title}
    detail = ngettext("Eine Antwort fehlt.", "%(n)s Antworten fehlen.", number) % {"n": number}
    return BoardItem(title, detail, reverse("bookings:moves", args=[run.code]), _("Nachfragen"), section=Section.THEM)
