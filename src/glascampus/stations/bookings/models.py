"""Bookings and the seats in them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from glascampus.commons.campuses.models import OfCampus
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.people.models import Person
from glascampus.commons.roles.models import User
from glascampus.stations.courses.models import Move, Run


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
    """What one person said in a round, by phone or by the button in the mail (then ``by`` is empty). The last row counts."""

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
