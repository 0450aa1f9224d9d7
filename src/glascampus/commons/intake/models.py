"""Lists that were taken in."""

from django.db import models

from glascampus.commons.campuses.models import OfCampus


class Batch(OfCampus):
    """One list that came in: of which kind, for which thing, how many rows, and what was made of them, so that it can be taken back."""

    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=60, blank=True, default="")
    rows = models.PositiveIntegerField(null=True, blank=True)  # older lists made one thing of each row
    made = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta(OfCampus.Meta):
        verbose_name_plural = "batches"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.made_at:%Y-%m-%d}"
