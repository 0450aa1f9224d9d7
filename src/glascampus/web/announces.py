"""Checks that look at the house as a whole: scope, files, keys."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.db.models import F

from glascampus.commons.campuses.models import Campus, OfCampus
from glascampus.commons.roll.rules import Check, Fault
from glascampus.web.environment import keys_directory


def checks() -> list[Check]:
    """No relation leads to another campus; keys are there and private; no file without a row."""
    return [Check("scope", _across), Check("files", _files), Check("keys", _keys)]


def _across() -> tuple[int, list[Fault]]:
    """Every foreign key between rows of a campus, looked at in the database itself, both ends unscoped."""
    seen, faults = 0, []
    for model in apps.get_models():
        if not issubclass(model, OfCampus):
            continue
        rows = model._base_manager.filter(campus__in=Campus.objects.all())
        seen += rows.count()
        for field in model._meta.concrete_fields:
            if field.is_relation and issubclass(field.related_model, OfCampus):
                wrong = rows.filter(**{f"{field.name}__isnull": False}).exclude(**{f"{field.name}__campus": F("campus")})
                faults += [Fault(f"{model._meta.label_lower}:{pk}", f"{field.name} is of another campus") for pk in wrong.values_list("pk", flat=True)]
        for field in model._meta.many_to_many:
            faults += _many(model, field)
    return seen, faults


def _many(model: type[OfCampus], field: object) -> list[Fault]:
    """The same for relations between many and many."""
    through = field.remote_field.through  # type: ignore[attr-defined]  # Django's field API
    near, far = field.m2m_field_name(), field.m2m_reverse_field_name()  # type: ignore[attr-defined]
    wrong = through._base_manager.exclude(**{f"{near}__campus": F(f"{far}__campus")})
    return [Fault(f"{model._meta.label_lower}:{row}", f"{far} is of another campus") for row in wrong.values_list(f"{near}_id", flat=True)]


def _files() -> tuple[int, list[Fault]]:
    """Nothing is stored as a file yet, so whatever lies in the media directory belongs to no row."""
    found = [p for p in settings.MEDIA_ROOT.rglob("*") if p.is_file()] if settings.MEDIA_ROOT.is_dir() else []
    return len(found), [Fault(f"media:{p.name}", "no row knows this file") for p in found]


def _keys() -> tuple[int, list[Fault]]:
    """The signing key is there and nobody else may read it."""
    file = keys_directory(settings.DATA) / "secret.key"
    if not file.exists():
        return 0, [Fault("keys:secret.key", "the signing key is missing; private links in later mails will differ")]
    mode = file.stat().st_mode & 0o077
    return 1, [Fault("keys:secret.key", "others may read the signing key; set its mode to 0600")] if mode else []
