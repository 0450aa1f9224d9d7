"""Telling people: one mail per deed and booking, with the calendar entry beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from django.utils import translation
from django.utils.translation import gettext as _

from glascampus.commons.outbox.actions import drafted, hand_in
from glascampus.commons.outbox.models import Mail
from glascampus.engines.feeds import Event, calendar
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.models import Booking
from glascampus.stations.bookings.rules import tax_reason
from glascampus.stations.courses.models import Run, Session


def tell(
    booking: Booking, letter: str, *, now: datetime, sessions: list[Session] | None = None, with_calendar: bool = False,
    cancelled: bool = False, **context: object,
) -> None:  # fmt: skip
    """Write ``bookings/mail/<letter>.txt`` to whoever booked; nothing where no address is known any more."""
    if booking.booker_email:
        hand_in(draft(booking, letter, now=now, sessions=sessions, with_calendar=with_calendar, cancelled=cancelled, **context),
                about=booking, now=now)  # fmt: skip


def draft(
    booking: Booking, letter: str, *, now: datetime, sessions: list[Session] | None = None, with_calendar: bool = False,
    cancelled: bool = False, **context: object,
) -> Mail:  # fmt: skip
    """The same mail, not stored; ``booking`` need not be stored either."""
    met = reads.sessions_of(booking) if sessions is None else sessions
    return drafted(
        campus=booking.campus,
        to=booking.booker_email,
        template=f"bookings/mail/{letter}.txt",
        context={
            "booking": booking,
            "run": booking.run,
            "sessions": met,
            "token": reads.token_of(booking),
            "withdrawal_text": reads.withdrawal_text(booking) if letter == "booked" else "",
            "tax": tax_reason(booking.tax_reason),
            **context,
        },
        language=booking.language,
        calendar=calendar_of(booking, met, now=now, cancelled=cancelled) if with_calendar else b"",
    )


def _place(run: Run) -> str:
    """Name and address of the site; an online site has no street, and its name says it all."""
    if run.site is None:
        return _("live online")
    return f"{run.site.name}, {run.site.address}" if run.site.street else str(run.site.name)


def calendar_of(booking: Booking, sessions: list[Session], *, now: datetime, cancelled: bool = False) -> bytes:
    """The booking's dates; the UID of a meeting stays, ``SEQUENCE`` grows when dates move."""
    run = booking.run
    with translation.override(booking.language):
        meetings = tuple((s.pk, s.starts_at, s.ends_at, str(s.topic)) for s in sessions)
        text = _calendar(
            meetings,
            booking.campus.key,
            str(run.course.title),
            _place(run),
            run.sequence + cancelled,
            cancelled=cancelled,
        )
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return text.replace(SOME_CODE, booking.code.encode()).replace(SOME_STAMP, stamp.encode())


# As long as a real code and a real time, so that no line folds elsewhere when they are put in their place.
SOME_CODE, SOME_MOMENT, SOME_STAMP = b"c0dec0dec0dec0de", datetime(1901, 1, 1, 0, 0, 1, tzinfo=UTC), b"19010101T000001Z"


@lru_cache(maxsize=500)
def _calendar(
    meetings: tuple[tuple[int, datetime, datetime, str], ...], campus: str, title: str, place: str, sequence: int, *,
    cancelled: bool,
) -> bytes:  # fmt: skip
    """The dates with a code and a time that stand for the real ones: building it costs ten times what filling it in does."""
    events = [
        Event(
            uid=f"{SOME_CODE.decode()}-{pk}@{campus}", title=title, starts_at=starts_at, ends_at=ends_at,
            changed_at=SOME_MOMENT, sequence=sequence, location=place, description=topic, is_cancelled=cancelled,
        )
        for pk, starts_at, ends_at, topic in meetings
    ]  # fmt: skip
    # PUBLISH: REQUEST and CANCEL would need an organizer's mailbox that answers (RFC 5546)
    return calendar(events, name=title, method="PUBLISH")
