"""The nag about keys, the count of rows, and checks that look at the house as a whole: what leads nowhere, what breaks its own rule, scope, files, keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import CheckConstraint, F, Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django_scopes import get_scope

from glascampus.commons.campuses.models import OfCampus
from glascampus.commons.roll.reads import announced
from glascampus.commons.roll.rules import BoardItem, Check, Fault, Findable, Section, Tick
from glascampus.web import places, snapshots
from glascampus.web.environment import keys_directory
from glascampus.web.keyring import is_exported

HOUR_S = 3600
NAMED = {
    "run_not_oversold": "oversale",
    "outbox_sent_is_empty": "outbox",
}  # every other broken rule stands under thread


def checks() -> list[Check]:
    """Everything is looked at in the database itself, unscoped and for all campuses at once."""
    return [
        Check("thread", _to_nothing, whole=True),
        *[Check(name, _broken(name), whole=True) for name in ("thread", *NAMED.values())],
        Check("scope", _across, whole=True),
        Check("files", _files, whole=True),
        Check("keys", _keys, whole=True),
    ]


def ticks() -> list[Tick]:
    """A campus grows for years; the database has to know by how much."""
    return [Tick("web.count_grown", HOUR_S, lambda _now: snapshots.count_grown())]


def _rows() -> Iterator[tuple[type[Model], QuerySet[Any]]]:
    """Every table of ours with its rows; tables between many and many, too."""
    for config in apps.get_app_configs():
        if config.name.startswith("glascampus."):
            for model in config.get_models(include_auto_created=True):
                yield model, model._base_manager.all()


def _relations(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.is_relation]


def _at(model: type[Model], pks: QuerySet[Any], says: str) -> list[Fault]:
    return [Fault(f"{model._meta.label_lower}:{pk}", says) for pk in pks.order_by("pk").values_list("pk", flat=True)]


def _to_nothing() -> tuple[int, list[Fault]]:
    """Every foreign key points to a row that exists."""
    seen, faults = 0, []
    for model, rows in _rows():
        seen += rows.count()
        for field in _relations(model):
            there = field.related_model._base_manager.values(field.target_field.attname)
            lost = rows.filter(**{f"{field.attname}__isnull": False}).exclude(**{f"{field.attname}__in": there})
            faults += _at(model, lost, f"{field.name} leads to nothing")
    return seen, faults


def _broken(name: str) -> Any:
    """Looks whether the rows keep the rules the database was given; somebody may have switched them off."""

    def look() -> tuple[int, list[Fault]]:
        faults: list[Fault] = []
        for model, rows in _rows():
            for rule in model._meta.constraints:
                if isinstance(rule, CheckConstraint) and NAMED.get(rule.name, "thread") == name:
                    faults += _at(model, rows.exclude(rule.condition), f"breaks the rule {rule.name}")
        return 0, faults

    return look


def _across() -> tuple[int, list[Fault]]:
    """No relation leads to another campus."""
    seen, faults = 0, []
    for model, rows in _rows():
        ends = [field.name for field in _relations(model) if issubclass(field.related_model, OfCampus)]
        if issubclass(model, OfCampus):
            seen += rows.count()
            faults += [f for end in ends for f in _elsewhere(model, rows, end, "campus")]
        elif len(ends) == 2:  # noqa: PLR2004  a table between many and many has two ends
            faults += _elsewhere(model, rows, ends[1], f"{ends[0]}__campus")
    return seen, faults


def _elsewhere(model: type[Model], rows: QuerySet[Any], end: str, campus: str) -> list[Fault]:
    wrong = rows.filter(**{f"{end}__campus__isnull": False}).exclude(**{f"{end}__campus": F(campus)})
    return _at(model, wrong, f"{end} is of another campus")


def _files() -> tuple[int, list[Fault]]:
    """Every stored file has a row that knows it, and every row its file."""
    place = settings.MEDIA_ROOT
    found = {str(p.relative_to(place)) for p in place.rglob("*") if p.is_file()} if place.is_dir() else set()
    known = dict(announced("stored_files"))
    faults = [Fault(f"media:{file}", "no row knows this file") for file in sorted(found - set(known))]
    faults += [Fault(known[file], f"its file {file} is missing") for file in sorted(set(known) - found)]
    return len(found | set(known)), faults


def _keys() -> tuple[int, list[Fault]]:
    """The signing key is there and nobody else may read it."""
    place = keys_directory(settings.DATA)
    files = sorted(place.glob("*.key"))
    faults = [
        Fault(f"keys:{f.name}", "others may read it; set its mode to 0600") for f in files if f.stat().st_mode & 0o077
    ]
    if place / "secret.key" not in files:
        faults.append(Fault("keys:secret.key", "the signing key is missing; private links in later mails will differ"))
    return len(files), faults


def board(now: datetime) -> list[BoardItem]:
    """The keys of a real campus were never taken out: without them a backup stays half closed."""
    here = (get_scope() or {}).get("campus")
    if here is None or here.is_demo or is_exported(keys_directory(settings.DATA)):
        return []
    detail = _("Ohne sie öffnet eine Sicherung nicht alles. Bewahren Sie sie getrennt von den Sicherungen auf.")
    title = _("Die Schlüssel sind noch nicht gesichert")
    return [BoardItem(title, detail, reverse("web:keys"), _("So geht es"), urgency=90, section=Section.DUE)]


def findable(user: Any, now: datetime) -> Iterator[Findable]:
    """Pages that belong to no app alone."""
    yield from places.public()


def office_findable(user: Any, now: datetime) -> Iterator[Findable]:
    """Every page of the office, and what one can do from anywhere."""
    yield from places.office()
