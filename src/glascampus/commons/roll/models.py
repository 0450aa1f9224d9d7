"""The worker's pulse, one row per tick."""

from django.db import models


class Beat(models.Model):
    """When a tick ran last; ``/health/`` reads it."""

    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
