"""Pages and news in the words of the files; what is a fact lies on its own day, what is invented around the day of loading."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from glascampus.commons.editorial.actions import add_picture, keep_page, publish
from glascampus.commons.editorial.models import Page
from glascampus.commons.journal.rules import SYSTEM
from glascampus.web.loader.loading import Loading, at, both, moment, some
from glascampus.web.loader.reader import Row


def load(on: Loading) -> None:
    """What stands around the thread in words."""
    for row in on.rows("editorial", "page"):
        _told(on, row, kind=Page.Kind.PAGE)
    for row in on.rows("editorial", "news"):
        _told(on, row, kind=row["kind"], dated_on=_day(on, row), **_when(on, row))


def _told(on: Loading, row: Row, **more: Any) -> None:
    written = on.ago(row["days_ago"]) if "days_ago" in row else on.long_ago
    with at(row):
        version = keep_page(
            campus=on.campus, by=SYSTEM, now=written, slug=row["slug"], sources="\n".join(row.get("sources", [])),
            **both(row, "title", "body"), **some(row, "example"), **more,
        )  # fmt: skip
        publish(page=version.page, by=SYSTEM, now=written)
    for one in row.rows("picture"):
        with at(one):
            add_picture(
                page=version.page, photo=(on.folder / "pictures" / one["file"]).read_bytes(), by=SYSTEM, now=written, **both(one, "alt"), **some(one, "author", "licence")
            )  # fmt: skip


def _day(on: Loading, row: Row) -> date:
    return date.fromisoformat(row["date"]) if "date" in row else on.today - timedelta(days=row["days_ago"])


def _when(on: Loading, row: Row) -> dict[str, Any]:
    if "starts_in_days" not in row:
        return {}
    day = on.today + timedelta(days=row["starts_in_days"])
    return {"starts_at": moment(day, row["start"]), "ends_at": moment(day, row["end"]), **some(row, "place")}
