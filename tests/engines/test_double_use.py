"""Two meetings that want the same room or the same person are found, whatever their order; neighbours are in order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glascampus.engines.double_use import Meeting, Trouble, troubles

EIGHT = datetime(2027, 3, 1, 8, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)


def meeting(key, begin, end, **values):
    return Meeting(key, EIGHT + begin * AN_HOUR, EIGHT + end * AN_HOUR, **values)


def test_the_same_room_at_the_same_time_is_said_at_both():
    found = troubles([meeting(1, 0, 4, room=7), meeting(2, 3, 5, room=7)])

    assert found == {1: [Trouble("room", 2)], 2: [Trouble("room", 1)]}


def test_a_meeting_that_ends_when_the_next_begins_is_in_order():
    assert troubles([meeting(1, 0, 4, room=7), meeting(2, 4, 5, room=7)]) == {}


def test_nobody_teaches_in_two_places_and_each_person_is_named():
    found = troubles([meeting(1, 0, 4, people=frozenset({5, 6})), meeting(2, 1, 2, people=frozenset({6, 5, 8}))])

    assert found[1] == [Trouble("person", 2, 5), Trouble("person", 2, 6)]


def test_meetings_without_a_room_do_not_share_one():
    assert troubles([meeting(1, 0, 4), meeting(2, 0, 4)]) == {}


def test_a_room_smaller_than_the_run_is_too_small_and_one_as_large_is_not():
    found = troubles([
        meeting(1, 0, 1, room=7, room_seats=11, capacity=12), meeting(2, 2, 3, room=7, room_seats=12, capacity=12)
    ])  # fmt: skip

    assert found == {1: [Trouble("small")]}


def test_a_meeting_without_length_is_refused():
    with pytest.raises(ValueError, match="meeting 1"):
        troubles([meeting(1, 2, 2)])


SOME = st.lists(
    st.tuples(
        st.integers(0, 30), st.integers(1, 9), st.sampled_from([None, 1, 2]), st.frozensets(st.integers(1, 3), max_size=2)
    ),
    max_size=12,
)  # fmt: skip


@given(SOME)
def test_it_finds_what_comparing_everything_with_everything_finds(drawn):
    every = [meeting(n, a, a + length, room=room, people=who) for n, (a, length, room, who) in enumerate(drawn)]

    found = {(key, one.kind, one.other, one.person) for key, some in troubles(every).items() for one in some}

    pairs = [
        (a, b) for a in every for b in every if a.key != b.key and a.starts_at < b.ends_at and b.starts_at < a.ends_at
    ]
    rooms = {(a.key, "room", b.key, None) for a, b in pairs if a.room is not None and a.room == b.room}
    assert found == rooms | {(a.key, "person", b.key, who) for a, b in pairs for who in a.people & b.people}
