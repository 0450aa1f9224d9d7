"""Asking again, new dates, reminders, and deeds that can be taken back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from glascampus.commons.campuses.models import OfCampus
from glascampus.commons.roles.models import User
from glascampus.stations.bookings.models.booking import Booking, Seat
from glascampus.stations.courses.models import Move, Run


class CallRound(OfCampus):
    """The office asks everybody once more before it decides whether a run takes place."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    mailed = models.BooleanField(default=False)
    started_at = models.DateTimeField()

    class Meta(OfCampus.Meta):
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.started_at:%Y-%m-%d %H:%M}"


class Call(OfCampus):
    """What one person said in a round, by phone or by the button in the mail; ``by`` is whoever was signed in. The last row counts."""

    class Outcome(models.TextChoices):
        """How sure it is that the person comes."""

        SURE = "sure", _("kommt sicher")
        UNSURE = "unsure", _("unsicher")
        NO = "no", _("kommt nicht")
        UNREACHED = "unreached", _("nicht erreicht")

    class Note(models.TextChoices):
        """Why, as a code: no free text about a person."""

        NONE = "", _("ohne Notiz")
        SHIFT = "shift", _("Schicht passt noch nicht")
        FUNDING = "funding", _("Förderung offen")
        BOSS = "boss", _("Betrieb muss noch zusagen")
        BACK = "back", _("ruft zurück")
        VOICEMAIL = "voicemail", _("Anrufbeantworter")
        WRONG = "wrong", _("Nummer stimmt nicht")

    round = models.ForeignKey(CallRound, models.CASCADE, related_name="calls")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    note = models.CharField(max_length=9, choices=Note.choices, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta(OfCampus.Meta):
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.outcome}"


class MoveAnswer(OfCampus):
    """What the booker said to new dates: agreed, or stepped back at no cost."""

    class Answer(models.TextChoices):
        """Who has no row has not answered yet."""

        AGREED = "agreed", _("einverstanden")
        STEPPED_BACK = "stepped_back", _("zurückgetreten")

    move = models.ForeignKey(Move, models.CASCADE, related_name="+")
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=12, choices=Answer.choices)
    at = models.DateTimeField()

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["move", "booking"], name="move_answered_once")]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.answer}"


class Undoable(OfCampus):
    """A deed of the office that can be taken back until ``until``, while its mails still wait in the outbox.

    ``changes`` maps "seat.12" and the like to [value before, value after]: ids, states and times, no names.
    """

    deed = models.CharField(max_length=40)
    run = models.ForeignKey(Run, models.CASCADE, related_name="+")
    batch = models.CharField(max_length=32, unique=True)
    changes = models.JSONField(default=dict)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField()
    until = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(OfCampus.Meta):
        indexes = [models.Index(fields=["run", "until"])]
        ordering = ["-done_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.deed} {self.run_id}"


class Reminder(OfCampus):
    """A reminder that was written; the constraint makes it one even when two workers think of it at once."""

    class Kind(models.TextChoices):
        """What is reminded of."""

        WEEK = "week", _("in einer Woche")
        DAY = "day", _("morgen")
        PROVISIONAL = "provisional", _("Vormerkung endet")

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    about_on = models.DateField()
    made_at = models.DateTimeField()

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["booking", "kind", "about_on"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.kind} {self.about_on}"
