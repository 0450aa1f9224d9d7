"""Tokens of programs, and the answers they got."""

from django.conf import settings
from django.db import models

from glascampus.commons.campuses.models import OfCampus


class Token(OfCampus):
    """A program's key to the API. Only its fingerprint is stored; the text is shown once."""

    name = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta(OfCampus.Meta):
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Reply(OfCampus):
    """What a request with an idempotency key was answered: sealed for 72 hours, then only key and hash stay."""

    token = models.ForeignKey(Token, models.PROTECT, related_name="replies")
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=200)
    key = models.CharField(max_length=128)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.BinaryField(default=b"", blank=True)
    made_at = models.DateTimeField()

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["token", "method", "path", "key"], name="reply_once")]
        indexes = [models.Index(fields=["made_at"])]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status}"
