"""The builders others lean on."""

from tests.build import courses


def test_a_run_stands_in_each_state(campus):
    for state in ("planned", "open", "confirmed", "cancelled", "done"):
        made = courses.run(campus, state=state, days=2)
        made.refresh_from_db()
        assert (made.state, made.sessions.count(), made.free) == (state, 2, 6)
        assert made.starts_at < made.ends_at
