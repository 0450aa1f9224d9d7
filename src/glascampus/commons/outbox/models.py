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
    settled_at = models.DateTimeField(null=True)  # the office has seen that it did not arrive

    class Meta(OfCampus.Meta):
        indexes = [
            models.Index(fields=["state", "next_try_at"]),
            # the few that came back, beside all that were ever sent
            models.Index(
                fields=["campus", "bounced_at"], condition=Q(bounced_at__isnull=False), name="outbox_came_back"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False, body="", calendar=""), name="outbox_sent_is_empty"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class MailText(OfCampus):
    """The office's own words for the parts of a mail, in one language. The newest row counts; rows are never changed.

    ``parts`` maps the name of a part to its text; a part that is missing has the shipped words.
    """

    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    parts = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()

    class Meta(OfCampus.Meta):
        indexes = [models.Index(fields=["kind", "language"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


class Tally(OfCampus):
    """How many mails strangers caused to one mailbox in a day, or from one address in an hour.

    ``what`` is a keyed hash of purpose, period and mailbox or address, so that two periods cannot be told to be of the
    same one.
    """

    what = models.CharField(max_length=64)
    since = models.DateTimeField()
    number = models.PositiveIntegerField(default=0)

    class Meta(OfCampus.Meta):
        verbose_name_plural = "tallies"
        constraints = [models.UniqueConstraint(fields=["campus", "what"], name="tally_once")]
        indexes = [models.Index(fields=["since"])]

    def __str__(self) -> str:
        return f"{self.number}"
