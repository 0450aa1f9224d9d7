"""Competences, modules, outcomes, which needs they answer, and who bears them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from glascampus.basics.text import InLanguages
from glascampus.commons.campuses.models import OfCampus
from glascampus.commons.organisations.models import Organisation
from glascampus.stations.needs.models import Topic


class Level(models.TextChoices):
    """How much one must know before."""

    ENTRY = "entry", _("Einstieg")
    ADVANCED = "advanced", _("Fortgeschritten")
    EXPERT = "expert", _("Fach- und Führungskräfte")
    ALL = "all", _("für alle")


class Competence(OfCampus):
    """Something a person can do."""

    slug = models.SlugField(max_length=80)
    title_de = models.CharField(max_length=140)
    title_en = models.CharField(max_length=140, blank=True)
    text_de = models.TextField(blank=True)
    text_en = models.TextField(blank=True)

    title = InLanguages()
    text = InLanguages()

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["campus", "slug"], name="competence_slug_once")]
        ordering = ["title_de"]

    def __str__(self) -> str:
        return str(self.title)


class Module(OfCampus):
    """A piece of the curriculum: what one can do afterwards, and the minutes it takes by mode."""

    class State(models.TextChoices):
        """Drafts are seen by the office only."""

        DRAFT = "draft", _("Entwurf")
        PUBLISHED = "published", _("veröffentlicht")

    slug = models.SlugField(max_length=80)
    title_de = models.CharField(max_length=140)
    title_en = models.CharField(max_length=140, blank=True)
    summary_de = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.ENTRY)
    minutes_presence = models.PositiveIntegerField(default=0)
    minutes_live = models.PositiveIntegerField(default=0)
    minutes_async = models.PositiveIntegerField(default=0)
    minutes_recording = models.PositiveIntegerField(default=0)
    assessed = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    prerequisites = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="+")
    example_fields = models.JSONField(default=list, blank=True)
    source_url = models.URLField(max_length=400, blank=True)
    made_at = models.DateTimeField()

    title = InLanguages()
    summary = InLanguages()

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["campus", "slug"], name="module_slug_once")]
        ordering = ["title_de"]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def minutes(self) -> int:
        """All minutes of all modes."""
        return self.minutes_presence + self.minutes_live + self.minutes_async + self.minutes_recording


class Outcome(OfCampus):
    """One sentence: after the module you can …"""

    module = models.ForeignKey(Module, models.CASCADE, related_name="outcomes")
    position = models.PositiveIntegerField(default=0)
    text_de = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True)
    competence = models.ForeignKey(Competence, models.SET_NULL, null=True, blank=True, related_name="outcomes")

    text = InLanguages()

    class Meta(OfCampus.Meta):
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.text)


class ModuleAnswer(OfCampus):
    """A module answers a topic, more or less deeply."""

    class Depth(models.IntegerChoices):
        """How deeply."""

        TOUCHES = 1, _("berührt")
        TREATS = 2, _("behandelt")
        MASTERS = 3, _("vertieft")

    module = models.ForeignKey(Module, models.CASCADE, related_name="answers")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    depth = models.PositiveSmallIntegerField(choices=Depth.choices, default=Depth.TREATS)

    class Meta(OfCampus.Meta):
        constraints = [
            models.UniqueConstraint(fields=["module", "topic"], name="answer_once"),
            models.CheckConstraint(condition=Q(depth__gte=1, depth__lte=3), name="answer_depth"),
        ]
        ordering = ["-depth", "pk"]

    def __str__(self) -> str:
        return f"{self.module_id}>{self.topic_id}"


class Bearer(OfCampus):
    """An organisation that stands for a module."""

    class Duty(models.TextChoices):
        """For what it stands."""

        RESPONSIBLE = "responsible", _("verantwortet")
        TEACHING = "teaching", _("lehrt")
        EXAMINING = "examining", _("prüft")

    module = models.ForeignKey(Module, models.CASCADE, related_name="bearers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    duty = models.CharField(max_length=12, choices=Duty.choices)

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["module", "organisation", "duty"], name="bearer_once")]
        ordering = ["duty", "pk"]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.duty}"
