"""Lists that were taken in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from glascampus.commons.campuses.models import OfCampus


class Batch(OfCampus):
    """One list that came in: how many rows, and which things were made of them, so that it can be taken back."""

    class Kind(models.TextChoices):
        """What the list holds."""

        ORGANISATIONS = "organisations", _("Betriebe und Partner")
        PEOPLE = "people", _("Personen")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    made = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta(OfCampus.Meta):
        verbose_name_plural = "batches"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.made_at:%Y-%m-%d}"
