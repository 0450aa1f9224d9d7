"""Mail that waits, was sent, or could not be sent."""

from django.db import models
from django.db.models import Q

from glascampus.commons.campuses.models import OfCampus


class Mail(OfCampus):
    """One mail to one mailbox. Its body is removed once a server has accepted it."""

    class State(models.TextChoices):
        """Where the mail stands."""

        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    kind = models.CharField(max_length=60)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=250)
    body = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    batch = models.CharField(max_length=32, blank=True, db_index=True)  # mails of one deed that can be taken back
    held_until = models.DateTimeField(null=True)
    language = models.CharField(max_length=5, default="de")
    bounced_at = models.DateTimeField(null=True)
    bounce_code = models.CharField(max_length=12, blank=True)

    class Meta(OfCampus.Meta):
        indexes = [models.Index(fields=["state", "next_try_at"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False, body="", calendar=""), name="outbox_sent_is_empty"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
