"""Organisations, and who acts for them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from glascampus.basics.text import InLanguages
from glascampus.commons.campuses.models import OfCampus


class Organisation(OfCampus):
    """A company, school, university, authority or alliance around the campus."""

    class Kind(models.TextChoices):
        """What sort of organisation it is."""

        COMPANY = "company", _("Betrieb")
        UNIVERSITY = "university", _("Universität")
        SCHOOL = "vocational_school", _("Berufliche Schule")
        ADMINISTRATION = "public_administration", _("Verwaltung")
        CHAMBER = "chamber", _("Kammer")
        GUILD = "guild", _("Innung")
        ALLIANCE = "alliance", _("Allianz")
        MUNICIPALITY = "municipality", _("Stadt oder Gemeinde")
        FUNDER = "funder", _("Fördergeber")
        CONTRACTOR = "contractor", _("Auftragnehmer")
        MODEL = "model", _("Vorbild")

    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=24, choices=Kind.choices, default=Kind.COMPANY)
    role_de = models.CharField(max_length=300, blank=True)
    role_en = models.CharField(max_length=300, blank=True)
    town = models.CharField(max_length=80, blank=True)
    url = models.URLField(max_length=400, blank=True)
    source_url = models.URLField(max_length=400, blank=True)
    is_public = models.BooleanField(default=False)
    example = models.BooleanField(default=False)

    role = InLanguages()

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["campus", "slug"], name="organisation_slug_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(OfCampus):
    """A user acts for an organisation, by invitation of the office or a colleague; never by naming it in a booking."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(OfCampus.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=Q(ended_at__isnull=True), name="membership_once"
            )
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.organisation_id}:{self.user_id}"
