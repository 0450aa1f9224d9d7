"""Facts of the campus, organisations, sites with rooms, lecturers."""

from __future__ import annotations

from glascampus.commons.campuses.models import Fact
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.organisations.actions import keep_organisation
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.people.actions import keep_person
from glascampus.commons.people.models import Person
from glascampus.commons.roles.actions import keep_fact
from glascampus.commons.sites.actions import keep_room, keep_site
from glascampus.commons.sites.models import Room, Site
from glascampus.web.loader.loading import Loading, at, both, some, source_of
from glascampus.web.loader.reader import Row


def load(on: Loading) -> None:
    """Everything that stands around the thread."""
    _facts(on)
    for row in on.rows("organisations", "organisation"):
        _organisation(on, row)
    for row in on.rows("sites", "site"):
        _site(on, row)
    for row in on.rows("lecturers", "lecturer"):
        _lecturer(on, row)


def _facts(on: Loading) -> None:
    campus = on.files["campus"]
    lists = {"milestone": campus.rows("milestones"), "funding": campus.rows("funding"), "lab": campus.rows("glaslab")}
    model = campus.get("model")
    lists["model"] = model.rows("facts") if isinstance(model, Row) else []
    for kind, rows in lists.items():
        for row in rows:
            with at(row):
                keep_fact(
                    fact=Fact(campus=on.campus), by=SYSTEM, now=on.long_ago, kind=kind, dated=row.get("date", ""), source_url=source_of(row),
                    amount_cents=row.get("amount_cents"), **_text(row),
                )  # fmt: skip


def _text(row: Row) -> dict[str, str]:
    """A fact's text; money says from which programme it came."""
    programme = f"{row['programme']}: " if "programme" in row else ""
    return {name: programme + text for name, text in both(row, "text").items()}


def _organisation(on: Loading, row: Row) -> None:
    with at(row):
        made = keep_organisation(
            organisation=Organisation(campus=on.campus), by=SYSTEM, now=on.long_ago, slug=row["key"], is_public=True, source_url=source_of(row),
            **both(row, "role"), **some(row, "name", "kind", "town", "url", "example"),
        )  # fmt: skip
    on.keep("organisation", row["key"], made)


def _site(on: Loading, row: Row) -> None:
    with at(row):
        site = keep_site(
            site=Site(campus=on.campus), by=SYSTEM, now=on.long_ago, slug=row["key"], **both(row, "name"),
            **some(row, "street", "postcode", "town", "step_free", "example"),
        )  # fmt: skip
    on.keep("site", row["key"], site)
    for inner in row.rows("room"):
        with at(inner):
            room = keep_room(
                room=Room(campus=on.campus, site=site),
                by=SYSTEM,
                now=on.long_ago,
                slug=inner["key"],
                **both(inner, "name"),
                **some(inner, "seats", "example"),
            )
        on.keep("room", inner["key"], room)


def _lecturer(on: Loading, row: Row) -> None:
    given, _, family = row["name"].strip().rpartition(" ")
    with at(row):
        made = keep_person(
            person=Person(campus=on.campus), by=SYSTEM, now=on.long_ago, given_name=given or family, family_name=family if given else "",
            teaches=True, **both(row, "note"), **some(row, "example"),
        )  # fmt: skip
    on.keep("lecturer", row["key"], made)
