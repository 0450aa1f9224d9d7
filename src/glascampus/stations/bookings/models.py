"""Bookings and the seats in them."""

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
    organisation_name = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    address = models.TextField(max_length=500, blank=True)
    unit_price_cents = models.PositiveIntegerField()
    price_cents = models.PositiveIntegerField()
    tax_reason = models.CharField(max_length=40, blank=True)
    terms = models.TextField(blank=True)
    language = models.CharField(max_length=5, default="de")
    link = models.CharField(max_length=64, unique=True)
    form_key = models.CharField(max_length=64, blank=True)
    provisional_until = models.DateField(null=True, blank=True)
    booked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    example = models.BooleanField(default=False)

    class Meta(OfCampus.Meta):
        constraints = [
            models.UniqueConstraint(fields=["campus", "form_key"], condition=~Q(form_key=""), name="booking_form_once")
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
        CANCELLED = "cancelled", _("abgesagt")

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
        indexes = [models.Index(fields=["run", "state"])]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.booking_id}:{self.person_id}"
