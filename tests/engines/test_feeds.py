"""What is written into a calendar comes back out of it; the course twin says what the page says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from glascampus.basics.money import Money
from glascampus.engines.feeds import Event, calendar, duration, jsonld_course, jsonld_instance

BERLIN = ZoneInfo("Europe/Berlin")
EVENT = Event(
    uid="gc-05-2027-03-1@campus.example",
    title="Von der Schmelze zum Produkt",
    starts_at=datetime(2027, 3, 27, 8, tzinfo=BERLIN),
    ends_at=datetime(2027, 3, 29, 16, tzinfo=BERLIN),
    changed_at=datetime(2026, 11, 23, 20, tzinfo=UTC),
    sequence=2,
    location="Haus 1; Raum 2, Torgau",
    url="https://campus.example/kurse/schmelze/",
    description="Mitbringen:\nfeste Schuhe",
)


def test_an_event_comes_back_as_it_went_in() -> None:
    written = calendar([EVENT], name="GlasCampus", method="PUBLISH")
    (read,) = Calendar.from_ical(written).walk("VEVENT")

    assert str(read["UID"]) == EVENT.uid
    assert read["SEQUENCE"] == 2
    assert read["DTSTAMP"].dt == EVENT.changed_at
    assert (read["DTSTART"].dt, read["DTEND"].dt) == (EVENT.starts_at, EVENT.ends_at)
    assert str(read["LOCATION"]) == EVENT.location
    assert str(read["DESCRIPTION"]) == EVENT.description
    assert str(read["URL"]) == EVENT.url
    assert str(read["STATUS"]) == "CONFIRMED"


def test_the_zone_is_named_and_described() -> None:
    written = calendar([EVENT], name="GlasCampus", method=None)

    assert b"DTSTART;TZID=Europe/Berlin:20270327T080000" in written
    assert b"BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin" in written
    assert b"METHOD" not in written


def test_a_cancelled_event_says_so() -> None:
    written = calendar([replace(EVENT, is_cancelled=True, sequence=3)], name="x", method="CANCEL")

    assert b"METHOD:CANCEL\r\n" in written
    assert b"STATUS:CANCELLED\r\n" in written


def test_the_same_events_give_the_same_bytes_in_short_lines() -> None:
    written = calendar([EVENT], name="ä" * 100, method=None)

    assert written == calendar([EVENT], name="ä" * 100, method=None)
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))


def test_an_empty_calendar_is_a_calendar() -> None:
    assert Calendar.from_ical(calendar([], name="x", method=None)).walk("VEVENT") == []


def test_an_event_that_ends_before_it_starts_or_has_no_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="end after"):
        calendar([replace(EVENT, ends_at=EVENT.starts_at)], name="x", method=None)
    with pytest.raises(ValueError, match="zone"):
        calendar([replace(EVENT, changed_at=datetime(2027, 1, 1))], name="x", method=None)  # noqa: DTZ001


@given(
    starts=st.datetimes(datetime(2025, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    length_minutes=st.integers(1, 6000),
)
def test_moments_survive_every_change_of_the_clocks(starts: datetime, length_minutes: int) -> None:
    starts = starts.replace(microsecond=0, second=0)
    ends = starts + timedelta(minutes=length_minutes)
    (read,) = Calendar.from_ical(
        calendar([replace(EVENT, starts_at=starts, ends_at=ends)], name="x", method=None)
    ).walk("VEVENT")

    # in the doubled hour of October a local time with a zone name cannot say which one it means (RFC 5545, 3.3.5)
    for read_at, at in ((read["DTSTART"].dt, starts), (read["DTEND"].dt, ends)):
        assert read_at.replace(tzinfo=None) == at.astimezone(BERLIN).replace(tzinfo=None)


@pytest.mark.parametrize(("minutes", "says"), [(1920, "PT32H"), (90, "PT1H30M"), (45, "PT45M"), (0, "PT0M")])
def test_a_duration(minutes: int, says: str) -> None:
    assert duration(minutes) == says


def test_the_course_twin() -> None:
    run = jsonld_instance(
        code="gc-05-2027-03",
        url="https://campus.example/kurse/schmelze/",
        starts_at=EVENT.starts_at,
        ends_at=EVENT.ends_at,
        workload_minutes=1920,
        mode="presence",
        price=Money(49005),
        seats_free=0,
        location="Torgau",
    )
    course = jsonld_course(
        name="Schmelze",
        description="d",
        url="https://campus.example/kurse/schmelze/",
        provider="GlasCampus",
        provider_url="https://campus.example/",
        language="de",
        instances=[run],
    )

    assert json.loads(json.dumps(course))["hasCourseInstance"] == [
        {
            "@type": "CourseInstance",
            "identifier": "gc-05-2027-03",
            "url": "https://campus.example/kurse/schmelze/",
            "startDate": "2027-03-27T08:00:00+01:00",
            "endDate": "2027-03-29T16:00:00+02:00",
            "courseWorkload": "PT32H",
            "courseMode": "onsite",
            "location": {"@type": "Place", "name": "Torgau"},
            "offers": {
                "@type": "Offer",
                "category": "Paid",
                "price": "490.05",
                "priceCurrency": "EUR",
                "availability": "https://schema.org/SoldOut",
                "url": "https://campus.example/kurse/schmelze/",
            },
        }
    ]
    assert "teaches" not in course


@given(said=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_whatever_stands_in_a_title_or_a_place_is_a_calendar_of_one_event(said: str) -> None:
    written = calendar([replace(EVENT, title=said, location=said, description=said)], name=said, method="PUBLISH")

    read = Calendar.from_ical(written)
    assert [str(event["UID"]) for event in read.walk("VEVENT")] == [EVENT.uid]
    assert written.count(b"\r\nBEGIN:VEVENT") == 1


def test_a_name_of_two_lines_is_written_on_one() -> None:
    assert b"X-WR-CALNAME:Glas kleben\r\n" in calendar([EVENT], name="Glas\r\nkleben")
