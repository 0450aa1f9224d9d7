"""The one query that counts the upper rungs says what the three plain ones say."""

import pytest

from glascampus.stations.bookings.reads import ladder_of
from glascampus.stations.credentials import reads
from tests.build import bookings, courses
from tests.build import credentials as papers


@pytest.mark.parametrize("others", [False, True])
def test_one_query_counts_what_the_plain_ones_count(campus, others, django_assert_num_queries):
    held = papers.run(campus)
    papers.attend(papers.seat(held, "Ada"))
    papers.attend(papers.seat(held, "Bea"), present=(False, False))
    papers.seat(held, "Cem")
    ids = [held.course_id]
    if others:
        coming = courses.run(campus, capacity=2, minimum=1)
        bookings.booking(coming, "Dana Muster")
        paper = papers.credential(campus)
        ids += [coming.course_id, paper.seat.run.course_id]

    with django_assert_num_queries(1):
        found = reads.reached_of(ids)

    plain = ladder_of(ids)
    assert (found.reserved, found.confirmed, found.booked) == (plain.reserved, plain.confirmed, plain.booked)
    assert (found.attended, found.issued) == (reads.attended_of(ids), reads.issued_of(ids))
    assert (found.attended, found.issued) == ((2, 1) if others else (1, 0))


def test_nothing_was_reached_by_no_course(campus):
    assert reads.reached_of([]) == reads.Reached(0, 0, 0, 0, 0)
