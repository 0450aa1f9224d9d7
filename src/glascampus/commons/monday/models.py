"""Who wants the Monday letter, and which letters were written."""

from django.conf import settings
from django.db import models

from glascampus.commons.campuses.models import OfCampus


class Subscription(OfCampus):
    """Somebody of the office wants the letter, in one language."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    language = models.CharField(max_length=5, default="de")
    made_at = models.DateTimeField()

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["campus", "user"], name="monday_subscribed_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.language}"


class MondayLetter(OfCampus):
    """The letter of one week to one person, which the constraint allows once, whatever happens to the worker."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    week = models.DateField()  # its Monday
    made_at = models.DateTimeField()

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["campus", "user", "week"], name="monday_letter_once_a_week")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.week}"
