"""What follows from who was there and who passed (R15), and when the attendance link is open. Plain values only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from glascampus.basics.reason import Reason

OPENS_BEFORE = timedelta(hours=2)
ENDS_AFTER = timedelta(hours=24)


class Kind(StrEnum):
    """The two papers; the values are those stored in ``Credential.kind``."""

    ATTENDANCE = "attendance"
    CERTIFICATE = "certificate"


class LinkState(StrEnum):
    """Whether the lecturer's link can be used, and if not, why."""

    OPEN = "open"
    EARLY = "early"
    OVER = "over"
    REVOKED = "revoked"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one person in one run. ``passed`` None: nobody has noted a result."""

    attended_minutes: int
    planned_minutes: int
    assessed: bool
    passed: bool | None

    @property
    def share_percent(self) -> int:
        """Whole percent attended, rounded down, so that 74.9 never becomes 75."""
        return self.attended_minutes * 100 // self.planned_minutes if self.planned_minutes else 0


def attended_minutes(minutes: Mapping[int, int], present_in: Iterable[int]) -> int:
    """Minutes of the sessions somebody was in; ``minutes`` by session, each session counts once."""
    return sum(minutes[session] for session in set(present_in) if session in minutes)


def kind_of(evidence: Evidence, *, minimum_percent: int) -> Kind | Reason:
    """The paper that follows from the evidence, or why there is none. Nobody picks it freely (R15)."""
    have = evidence.share_percent
    if have < minimum_percent or not evidence.attended_minutes:
        return Reason("attendance_too_low", have=have, need=minimum_percent)
    if evidence.assessed and evidence.passed:
        return Kind.CERTIFICATE
    return Kind.ATTENDANCE


def why(evidence: Evidence, *, minimum_percent: int) -> Reason:
    """The reason behind ``kind_of`` in words, for the preview and for the paper's own record."""
    kind = kind_of(evidence, minimum_percent=minimum_percent)
    numbers = {"have": evidence.share_percent, "need": minimum_percent}
    if isinstance(kind, Reason):
        return kind
    if kind is Kind.CERTIFICATE:
        return Reason("attended_and_passed", **numbers)
    if not evidence.assessed:
        return Reason("attended", **numbers)
    return Reason("attended_no_result" if evidence.passed is None else "attended_not_passed", **numbers)


def window(starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """From two hours before the first session to 24 hours after the last, in UTC.

    Counted in real hours: arithmetic on local times would be an hour off in the nights the clocks change.
    """
    return starts_at.astimezone(UTC) - OPENS_BEFORE, ends_at.astimezone(UTC) + ENDS_AFTER


def link_state(
    *, starts_at: datetime | None, ends_at: datetime | None, revoked: bool, run_done: bool, now: datetime
) -> LinkState:
    """Whether a link of a run from ``starts_at`` to ``ends_at`` opens at ``now``."""
    if revoked:
        return LinkState.REVOKED
    if run_done:
        return LinkState.CLOSED
    if starts_at is None or ends_at is None:
        return LinkState.OVER
    opens_at, closes_at = window(starts_at, ends_at)
    if now < opens_at:
        return LinkState.EARLY
    return LinkState.OPEN if now <= closes_at else LinkState.OVER


def has_begun(starts_at: datetime, now: datetime) -> bool:
    """Whether attendance in a session can be noted yet: not earlier than the link opens before a session."""
    return now >= starts_at.astimezone(UTC) - OPENS_BEFORE
