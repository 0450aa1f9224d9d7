"""Persons learn and teach. A person needs no account."""

from django.db import models

from glascampus.commons.campuses.models import OfCampus
from glascampus.commons.organisations.models import Organisation


class Person(OfCampus):
    """Somebody who learns or teaches here, as named once: two bookings of the same mailbox are two rows, so that nobody
    learns or changes what another typed.
    """

    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    external_id = models.CharField(max_length=80, blank=True)
    organisation_name = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    teaches = models.BooleanField(default=False)
    note_de = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    example = models.BooleanField(default=False)

    class Meta(OfCampus.Meta):
        indexes = [models.Index(fields=["campus", "email"])]
        ordering = ["family_name", "given_name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}".strip()
