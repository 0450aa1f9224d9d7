"""What follows from who was there and who passed (R15), when the attendance link is open, and what the public reads of a
paper that does not hold any more. Plain values only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from glascampus.basics.reason import Reason

Span = tuple[datetime, datetime]


class Kind(StrEnum):
    """The two papers; the values are those stored in ``Credential.kind``."""

    ATTENDANCE = "attendance"
    CERTIFICATE = "certificate"


class LinkState(StrEnum):
    """Whether the lecturer's link can be used, and if not, why. ``between``: it opens again for the next session."""

    OPEN = "open"
    EARLY = "early"
    BETWEEN = "between"
    OVER = "over"
    REVOKED = "revoked"
    CLOSED = "closed"


class Ended(StrEnum):
    """All the public ever reads of why a paper does not hold any more: four neutral words."""

    REPLACED = "replaced"
    REVOKED = "revoked"
    MISTAKE = "mistake"
    EXPIRED = "expired"


class Why(StrEnum):
    """The true reason, known to the office; it stands in the journal as this code."""

    NAME_MISSPELT = "name_misspelt"
    NAME_CHANGED = "name_changed"
    ATTENDANCE_WRONG = "attendance_wrong"
    RESULT_WRONG = "result_wrong"
    WRONG_PERSON = "wrong_person"
    ISSUED_TWICE = "issued_twice"
    OBTAINED_WRONGLY = "obtained_wrongly"
    ON_REQUEST = "on_request"
    VALIDITY_OVER = "validity_over"


REPLACING = (Why.NAME_MISSPELT, Why.NAME_CHANGED, Why.ATTENDANCE_WRONG, Why.RESULT_WRONG)
REVOKING = (
    Why.WRONG_PERSON, Why.ISSUED_TWICE, Why.ATTENDANCE_WRONG, Why.RESULT_WRONG, Why.OBTAINED_WRONGLY, Why.ON_REQUEST,
    Why.VALIDITY_OVER,
)  # fmt: skip
_OUR_FAULT = (Why.WRONG_PERSON, Why.ISSUED_TWICE, Why.ATTENDANCE_WRONG, Why.RESULT_WRONG)


def public_word(why: Why) -> Ended:
    """What the public reads of a paper that was taken back without a new one; the true reason cannot be told from it."""
    if why in _OUR_FAULT:
        return Ended.MISTAKE
    return Ended.EXPIRED if why is Why.VALIDITY_OVER else Ended.REVOKED


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


@dataclass(frozen=True, slots=True)
class LinkHours:
    """How long before and after a session the lecturer's link is open (policy rows of the rulebook)."""

    before: timedelta
    after: timedelta

    @property
    def hours_before(self) -> int:
        """Whole hours before a session."""
        return int(self.before.total_seconds()) // 3600

    @property
    def hours_after(self) -> int:
        """Whole hours after a session."""
        return int(self.after.total_seconds()) // 3600

    def around(self, span: Span) -> Span:
        """From when to when the link is open for a session, in UTC.

        Counted in real hours: arithmetic on local times would be an hour off in the nights the clocks change.
        """
        return span[0].astimezone(UTC) - self.before, span[1].astimezone(UTC) + self.after

    def is_open(self, span: Span, now: datetime) -> bool:
        """Whether attendance in this session can be noted by the link; both edges belong to it."""
        opens_at, closes_at = self.around(span)
        return opens_at <= now <= closes_at

    def has_opened(self, starts_at: datetime, now: datetime) -> bool:
        """Whether attendance in a session can be noted at all yet; nobody notes tomorrow today."""
        return now >= self.around((starts_at, starts_at))[0]


def link_state(spans: Sequence[Span], *, hours: LinkHours, revoked: bool, run_done: bool, now: datetime) -> LinkState:
    """Whether the link of a run with these sessions opens at ``now``.

    It is open around each session, and shut between two that lie further apart: in a course of several weeks the names are
    not open for weeks.
    """
    if revoked:
        return LinkState.REVOKED
    if run_done:
        return LinkState.CLOSED
    if any(hours.is_open(span, now) for span in spans):
        return LinkState.OPEN
    opened = [hours.has_opened(span[0], now) for span in spans]
    if all(opened):
        return LinkState.OVER
    return LinkState.BETWEEN if any(opened) else LinkState.EARLY


def opens_next(spans: Sequence[Span], *, hours: LinkHours, now: datetime) -> datetime | None:
    """When the link opens next, None when it will not."""
    return min((opens_at for opens_at, _ in map(hours.around, spans) if opens_at > now), default=None)
