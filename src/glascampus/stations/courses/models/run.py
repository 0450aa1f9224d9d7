"""The runs of a course, their sessions, who teaches them, and how their dates were moved."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from glascampus.basics.text import InLanguages
from glascampus.commons.campuses.models import OfCampus
from glascampus.commons.people.models import Person
from glascampus.commons.sites.models import Room, Site
from glascampus.stations.courses.models.course import Course


class Run(OfCampus):
    """A Durchgang: a course on certain days with a number of seats.

    ``taken`` is the truth about seats (binding, held and offered together); only ``courses.actions.take_seats`` and
    ``give_seats_back`` change it, by a conditional UPDATE under the constraint. ``originally_…`` is the span before the
    first move (see ``Move``), so that pages can say it without asking for more rows.
    """

    class State(models.TextChoices):
        """Planned runs are seen by the office only; ``confirmed`` means "findet statt"."""

        PLANNED = "planned", _("in Planung")
        OPEN = "open", _("buchbar")
        CONFIRMED = "confirmed", _("findet statt")
        CANCELLED = "cancelled", _("abgesagt")
        DONE = "done", _("abgeschlossen")

    course = models.ForeignKey(Course, models.PROTECT, related_name="runs")
    code = models.CharField(max_length=40, unique=True)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+")
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=5, choices=[("de", _("Deutsch")), ("en", _("Englisch"))], default="de")
    price_cents = models.PositiveIntegerField(default=0)
    capacity = models.PositiveIntegerField()
    minimum = models.PositiveIntegerField(default=1)
    taken = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField()
    decide_on = models.DateField(null=True, blank=True)
    provisional_days = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(365)])
    originally_starts_at = models.DateTimeField(null=True, blank=True)
    originally_ends_at = models.DateTimeField(null=True, blank=True)
    step_free = models.BooleanField(default=False)
    bed = models.BooleanField(default=False)
    lecturers = models.ManyToManyField(Person, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    example = models.BooleanField(default=False)

    class Meta(OfCampus.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(taken__gte=0) & Q(taken__lte=F("capacity")), name="run_not_oversold"),
            models.CheckConstraint(condition=Q(capacity__gte=1, capacity__lte=1000), name="run_capacity"),
            models.CheckConstraint(condition=Q(minimum__gte=1) & Q(minimum__lte=F("capacity")), name="run_minimum"),
        ]
        indexes = [
            models.Index(fields=["campus", "state", "starts_at"]),
            models.Index(
                fields=["course", "state", "starts_at"], name="run_next_of_course"
            ),  # without it, 1,000 courses take 0.6 s
        ]
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return self.code

    @property
    def free(self) -> int:
        """Seats nobody has."""
        return self.capacity - self.taken


class Session(OfCampus):
    """One meeting of a run. ``starts_at``/``ends_at`` of the run follow from its sessions."""

    class Mode(models.TextChoices):
        """How one takes part."""

        PRESENCE = "presence", _("vor Ort")
        LIVE = "live", _("live online")

    run = models.ForeignKey(Run, models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.PRESENCE)
    topic_de = models.CharField(max_length=200, blank=True)
    topic_en = models.CharField(max_length=200, blank=True)
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="+")

    topic = InLanguages()

    class Meta(OfCampus.Meta):
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_has_length")]
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class Move(OfCampus):
    """A run's dates were moved: what they were before, as a dated row. ``sessions`` is [[session id, starts, ends], …]."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="moves")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    decide_on = models.DateField(null=True, blank=True)
    sessions = models.JSONField(default=list)
    moved_at = models.DateTimeField()

    class Meta(OfCampus.Meta):
        ordering = ["moved_at", "pk"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.moved_at:%Y-%m-%d}"
