"""Random histories of a run against a plain model of it. ``./campus bench faults`` lives through more of them."""

from __future__ import annotations

import pytest

from glascampus.commons.outbox.actions import silent
from tests.stations.bookings.histories import live

PARTS, EACH, STEPS = 8, 25, 14


@pytest.mark.parametrize("part", range(PARTS))
def test_random_histories_end_where_the_model_says(campus, part):
    with silent():
        assert live(campus, count=EACH, steps=STEPS, first_seed=part * EACH) == []


def test_one_history_with_its_mails(campus):
    assert live(campus, count=2, steps=40, first_seed=5000) == []
