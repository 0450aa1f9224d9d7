"""Telling people: one mail per deed and booking, with the calendar entry beside it."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from glascampus.commons.outbox.actions import post
from glascampus.engines.feeds import Event, calendar
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.models import Booking
from glascampus.stations.courses.models import Run, Session


def tell(
    booking: Booking, letter: str, *, now: datetime, sessions: list[Session] | None = None, with_calendar: bool = False,
    cancelled: bool = False, **context: object,
) -> None:  # fmt: skip
    """Write ``bookings/mail/<letter>.txt`` to whoever booked; nothing where no address is known any more."""
    if not booking.booker_email:
        return
    met = reads.sessions_of(booking) if sessions is None else sessions
    post(
        campus=booking.campus,
        to=booking.booker_email,
        template=f"bookings/mail/{letter}.txt",
        context={"booking": booking, "run": booking.run, "sessions": met, "token": reads.token_of(booking), **context},
        language=booking.language,
        now=now,
        about=booking,
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
        events = [
            Event(
                uid=f"{booking.code}-{session.pk}@{booking.campus.key}",
                title=str(run.course.title),
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                changed_at=now,
                sequence=run.sequence + (1 if cancelled else 0),
                location=_place(run),
                description=str(session.topic),
                is_cancelled=cancelled,
            )
            for session in sessions
        ]
        # PUBLISH: REQUEST and CANCEL would need an organizer's mailbox that answers (RFC 5546)
        return calendar(events, name=str(run.course.title), method="PUBLISH")
