"""Attendance, results, and the papers that follow from them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from glascampus.commons.campuses.models import OfCampus
from glascampus.stations.bookings.models import Seat
from glascampus.stations.courses.models import Run, Session


class AttendanceLink(OfCampus):
    """The link by which a lecturer taps attendance: one run, names only. When it opens and ends follows from the run."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="+")
    link = models.CharField(max_length=64, unique=True)
    number = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="attendance_link_number")]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"


class Attendance(OfCampus):
    """Whether a person was there in a session; no row means nobody has said yet."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    present = models.BooleanField()
    noted_at = models.DateTimeField()

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["session", "seat"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.session_id}:{self.seat_id}"


class Result(OfCampus):
    """Whether a person passed the assessment of a run."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    passed = models.BooleanField()
    noted_at = models.DateTimeField()

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["seat"], name="result_once")]

    def __str__(self) -> str:
        return f"{self.seat_id}"


class Credential(OfCampus):
    """A paper: what was attended and passed, as it stood on the day of issue. The kind follows from evidence (R15)."""

    class Kind(models.TextChoices):
        """R15: attendance only, or attendance and a passed assessment."""

        ATTENDANCE = "attendance", _("Teilnahmebescheinigung")
        CERTIFICATE = "certificate", _("Zertifikat")

    class State(models.TextChoices):
        """Whether it holds; all that the public reads of why it does not (``rules.Ended``)."""

        VALID = "valid", _("gültig")
        REPLACED = "replaced", _("ersetzt")
        REVOKED = "revoked", _("zurückgezogen")
        MISTAKE = "mistake", _("Irrtum")
        EXPIRED = "expired", _("abgelaufen")
        ERASED = "erased", _("gelöscht")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.VALID)
    language = models.CharField(max_length=5, default="de")
    person_name = models.CharField(max_length=200)
    content = models.JSONField()
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(OfCampus.Meta):
        constraints = [
            models.UniqueConstraint(fields=["seat"], condition=Q(state="valid"), name="credential_one_valid")
        ]
        ordering = ["-issued_at", "-pk"]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_erased(self) -> bool:
        """Whether the name was taken off it; a paper that had ended before keeps its state, so that it is never counted."""
        return not self.person_name


class Pack(OfCampus):
    """What the office adds to the printed papers of a run, in the run's language."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="+")
    bring = models.TextField(max_length=600, blank=True)
    way = models.TextField(max_length=600, blank=True)
    changed_at = models.DateTimeField()

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["run"], name="pack_once")]

    def __str__(self) -> str:
        return f"{self.run_id}"


class Scan(OfCampus):
    """Signed attendance lists of a run as pictures, encoded anew; the file lies in the media directory under a random name."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="+")
    file = models.CharField(max_length=60, unique=True)
    pages = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["run", "sha256"], name="scan_once")]
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.file

    @property
    def token(self) -> str:
        """The random part of the file's name, for the address of the file."""
        return self.file.rpartition("/")[2].removesuffix(".pdf")
