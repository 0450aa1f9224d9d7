"""What cancelling costs, and contracts withdrawn."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from glascampus.commons.campuses.models import OfCampus
from glascampus.stations.bookings.models.booking import Booking
from glascampus.stations.courses.models import Run


class FeeScale(OfCampus):
    """What cancelling costs, from a day on: for one run, or for all. ``steps``: [days before the beginning, percent of the price]."""

    run = models.ForeignKey(Run, models.CASCADE, null=True, blank=True, related_name="+")
    valid_from = models.DateField()
    steps = models.JSONField()
    made_at = models.DateTimeField()
    example = models.BooleanField(default=False)

    class Meta(OfCampus.Meta):
        indexes = [models.Index(fields=["run", "valid_from"])]
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return f"{self.run_id or 'campus'} {self.valid_from}"


class Fee(OfCampus):
    """What a cancellation costs, as it was shown before the click. The office may waive it."""

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="fees")
    seats = models.PositiveIntegerField()
    price_cents = models.PositiveIntegerField()
    percent = models.PositiveIntegerField()
    cents = models.PositiveIntegerField()
    days_left = models.IntegerField()
    charged_at = models.DateTimeField()
    waived_at = models.DateTimeField(null=True, blank=True)

    class Meta(OfCampus.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(cents__lte=models.F("price_cents")), name="fee_within_price"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="fee_percent"),
        ]
        ordering = ["-charged_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.cents}"


class Withdrawal(OfCampus):
    """A contract withdrawn by the button of §356a BGB, word for word as typed; what it led to is decided afterwards."""

    class Outcome(models.TextChoices):
        """``received`` waits for the worker, ``open`` for the office."""

        RECEIVED = "received", _("eingegangen")
        WITHDRAWN = "withdrawn", _("widerrufen, Buchung kostenfrei aufgehoben")
        OPEN = "open", _("das Büro entscheidet")
        ACCEPTED = "accepted", _("vom Büro anerkannt")
        DECLINED = "declined", _("nicht anerkannt")

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    contract = models.TextField(max_length=1000)
    part = models.TextField(max_length=1000, blank=True)
    email = models.EmailField()
    language = models.CharField(max_length=5, default="de")
    form_key = models.CharField(max_length=64)
    link = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField()
    booking = models.ForeignKey(Booking, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.RECEIVED)
    why = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["campus", "form_key"], name="withdrawal_form_once")]
        indexes = [models.Index(fields=["campus", "email", "received_at"]), models.Index(fields=["outcome"])]
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.code
