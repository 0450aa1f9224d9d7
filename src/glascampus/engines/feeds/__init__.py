"""Machine twins of dates, courses and news: iCalendar (RFC 5545), Atom (RFC 4287) and schema.org."""

from glascampus.engines.feeds.dates import PRODUCT, Event, calendar
from glascampus.engines.feeds.news import Told, atom
from glascampus.engines.feeds.schema import (
    MODES,
    duration,
    jsonld_course,
    jsonld_event,
    jsonld_instance,
    jsonld_organisation,
)

__all__ = [
    "MODES",
    "PRODUCT",
    "Event",
    "Told",
    "atom",
    "calendar",
    "duration",
    "jsonld_course",
    "jsonld_event",
    "jsonld_instance",
    "jsonld_organisation",
]
