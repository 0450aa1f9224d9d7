"""What may be funded of a run of a course, as the rulebook says on the day on which it begins."""

from __future__ import annotations

from glascampus.basics.clock import today
from glascampus.commons.legal.reads import rulebook
from glascampus.engines.funding import Answer, Asked, funding
from glascampus.stations.courses import words
from glascampus.stations.courses.models import Course
from glascampus.stations.courses.reads import Dated


def answers_for(course: Course, dated: Dated) -> list[Answer]:
    """Funding of one run of a course."""
    asked = Asked(dated.minutes, dated.days, dated.run.price_cents, course.mandatory)
    return funding(asked, rulebook(today(dated.run.starts_at)))


def answers_in_words(course: Course, dated: Dated | None) -> list[tuple[str, str, Answer]]:
    """Each answer as (instrument, verdict, answer); none where there is no run."""
    if dated is None:
        return []
    return [
        (str(words.INSTRUMENTS[a.instrument]), str(words.VERDICTS[a.verdict]), a) for a in answers_for(course, dated)
    ]
