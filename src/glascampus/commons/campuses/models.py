"""The campus, and the seat belt that ties every other row to one."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from glascampus.basics.text import InLanguages


def new_edition() -> str:
    """A name that no state of a campus had before."""
    return secrets.token_hex(8)


class Campus(models.Model):
    """One skills campus; an installation has one, tests always have two."""

    key = models.SlugField(max_length=60, unique=True)
    name_de = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    claim_de = models.CharField(max_length=200, blank=True)
    claim_en = models.CharField(max_length=200, blank=True)
    about_de = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    town = models.CharField(max_length=80, blank=True)
    host = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=200, default="http://127.0.0.1:8000")
    is_demo = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    edition = models.CharField(max_length=16, blank=True, default="")  # of words and rules, see ``reads.kept``

    name = InLanguages()
    claim = InLanguages()
    about = InLanguages()

    class Meta:
        verbose_name_plural = "campuses"

    def __str__(self) -> str:
        return str(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A campus that was read before the last change must not bring its old edition back."""
        self.edition = new_edition()
        super().save(*args, **kwargs)


class Fact(models.Model):
    """A public fact of the campus with its source: a milestone, money granted, something of the model it came from."""

    class Kind(models.TextChoices):
        """What the fact tells of."""

        MILESTONE = "milestone", _("Was geschah")
        FUNDING = "funding", _("Öffentliche Förderung")
        MODEL = "model", _("Vorbild")
        LAB = "lab", _("Was noch entsteht")

    campus = models.ForeignKey(Campus, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    dated = models.CharField(max_length=20, blank=True)
    text_de = models.TextField()
    text_en = models.TextField(blank=True)
    amount_cents = models.BigIntegerField(null=True, blank=True)
    source_url = models.URLField(max_length=400, blank=True)

    text = InLanguages()
    objects = ScopedManager(campus="campus")

    def __str__(self) -> str:
        return str(self.text)[:60]


class OfCampus(models.Model):
    """A row of one campus. Queries outside a campus raise (django-scopes); relations across campuses are refused."""

    campus = models.ForeignKey(Campus, models.PROTECT, related_name="+")

    objects = ScopedManager(campus="campus")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse a relation to another campus; related rows that are not at hand are looked up."""
        for field in self._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and issubclass(field.related_model, OfCampus):
                other = getattr(self, field.name) if getattr(self, field.attname) is not None else None
                if other is not None and other.campus_id != self.campus_id:
                    raise ValidationError(f"{field.name} belongs to another campus")
        super().save(*args, **kwargs)
