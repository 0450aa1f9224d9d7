"""Sites and rooms."""

from django.db import models

from glascampus.basics.text import InLanguages
from glascampus.commons.campuses.models import OfCampus


class Site(OfCampus):
    """A place where people meet."""

    slug = models.SlugField(max_length=60)
    name_de = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    street = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    town = models.CharField(max_length=80)
    step_free = models.BooleanField(default=False)
    example = models.BooleanField(default=False)

    name = InLanguages()

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["campus", "slug"], name="site_slug_once")]
        ordering = ["name_de"]

    def __str__(self) -> str:
        return self.where

    @property
    def where(self) -> str:
        """Name and town, the town only where the name does not say it already."""
        name = str(self.name)
        return name if self.town.casefold() in name.casefold() else f"{name}, {self.town}"

    @property
    def address(self) -> str:
        """Street and town on one line."""
        return ", ".join(part for part in (self.street, f"{self.postcode} {self.town}".strip()) if part)


class Room(OfCampus):
    """A room of a site."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="rooms")
    slug = models.SlugField(max_length=60)
    name_de = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    seats = models.PositiveIntegerField(default=12)
    example = models.BooleanField(default=False)

    name = InLanguages()

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["campus", "site", "slug"], name="room_slug_once")]
        ordering = ["name_de"]

    def __str__(self) -> str:
        return f"{self.name} ({self.site.town})"
