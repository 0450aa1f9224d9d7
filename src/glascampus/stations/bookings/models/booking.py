"""An order, the seats in it, and what happened in the waiting line."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from glascampus.commons.campuses.models import OfCampus
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.people.models import Person
from glascampus.stations.courses.models import Run


class Booking(OfCampus):
    """One order: who ordered, for which run, at which price, on which terms."""

    class Kind(models.TextChoices):
        """Who orders decides which law holds (R9)."""

        PRIVATE = "private", _("Ich buche für mich, privat")
        SELF_EMPLOYED = "self_employed", _("Ich buche als Selbstständige oder Selbstständiger")
        COMPANY = "company", _("Ein Betrieb bucht für seine Leute")

    class State(models.TextChoices):
        """``provisional`` waits for a funding decision until a day."""

        BINDING = "binding", _("fest gebucht")
        PROVISIONAL = "provisional", _("vorgemerkt")
        WAITING = "waiting", _("auf der Warteliste")
        CANCELLED = "cancelled", _("storniert")

    code = models.CharField(max_length=20, unique=True)
    run = models.ForeignKey(Run, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices)
    booker_name = models.CharField(max_length=120)
    booker_email = models.EmailField()
    booker_phone = models.CharField(max_length=40, blank=True, default="")
    organisation_name = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    address = models.TextField(max_length=500, blank=True)
    unit_price_cents = models.PositiveIntegerField()
    price_cents = models.PositiveIntegerField()
    tax_reason = models.CharField(max_length=40, blank=True)
    terms = models.TextField(blank=True)
    shown = models.JSONField(default=list, blank=True, help_text="which version of each legal text was shown")
    language = models.CharField(max_length=5, default="de")
    link = models.CharField(max_length=64, unique=True)
    form_key = models.CharField(max_length=64, blank=True)
    provisional_until = models.DateField(null=True, blank=True)
    booked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    example = models.BooleanField(default=False)
    split = models.BooleanField(default=False)  # a group that may be seated in parts
    made_by = models.CharField(max_length=40, blank=True, default="")  # "kind:id" of the machine that booked

    class Meta(OfCampus.Meta):
        constraints = [
            models.UniqueConstraint(fields=["campus", "form_key"], condition=~Q(form_key=""), name="booking_form_once")
        ]
        indexes = [
            models.Index(fields=["run", "provisional_until"], condition=Q(state="provisional"), name="booking_held"),
            models.Index(fields=["made_by"], condition=~Q(made_by=""), name="booking_made_by"),
        ]
        ordering = ["-booked_at", "-pk"]

    def __str__(self) -> str:
        return self.code


class Seat(OfCampus):
    """One person in one booking. ``seated`` and ``offered`` count as taken, ``waiting`` stands in line by ``pk``.

    ``who`` tells whether two seats are for the same person (see ``rules.who``); the database refuses a second one.
    """

    class State(models.TextChoices):
        """Where the person stands."""

        SEATED = "seated", _("Platz sicher")
        OFFERED = "offered", _("Platz angeboten")
        WAITING = "waiting", _("wartet")
        CANCELLED = "cancelled", _("storniert")

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="seats")
    run = models.ForeignKey(Run, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    who = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices)
    until = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta(OfCampus.Meta):
        constraints = [
            models.UniqueConstraint(fields=["run", "who"], condition=~Q(state="cancelled"), name="seat_person_once"),
            models.CheckConstraint(condition=~Q(state="offered") | Q(until__isnull=False), name="seat_offer_ends"),
        ]
        indexes = [
            models.Index(fields=["run", "state"]),
            # the line, in its order: its first, its length and what is overdue stay cheap beside 50,000 seated
            models.Index(fields=["run", "booking", "id"], condition=Q(state="waiting"), name="seat_waiting"),
            models.Index(fields=["run", "until"], condition=Q(state="offered"), name="seat_offered"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.booking_id}:{self.person_id}"


class LineEvent(OfCampus):
    """What happened in the waiting line, and why: an offer and its answer, or a group that was passed over.

    ``free`` is how many seats were free at that moment, ``wants`` how many of the booking waited, ``seats`` how many
    were offered (0 where it was passed over). Codes stand in ``rules.turns``, sentences in ``words``.
    """

    class Answer(models.TextChoices):
        """What became of an offer."""

        NONE = "", _("noch offen")
        ACCEPTED = "accepted", _("angenommen")
        DECLINED = "declined", _("weitergegeben")
        ENDED = "ended", _("abgelaufen")
        CANCELLED = "cancelled", _("storniert")

    run = models.ForeignKey(Run, models.PROTECT, related_name="+")
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    code = models.CharField(max_length=30)
    free = models.PositiveIntegerField()
    wants = models.PositiveIntegerField()
    seats = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta(OfCampus.Meta):
        indexes = [models.Index(fields=["run", "booking"]), models.Index(fields=["booking", "at"])]
        constraints = [
            models.CheckConstraint(condition=Q(seats=0) | Q(until__isnull=False), name="line_offer_ends"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.booking_id}"
