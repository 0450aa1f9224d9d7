"""Courses, what is known of their past, and the questions that tell whether one is right there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from glascampus.basics.text import InLanguages
from glascampus.commons.campuses.models import OfCampus
from glascampus.stations.curriculum.models import Level, Module


class Course(OfCampus):
    """One or more modules that are offered together."""

    class State(models.TextChoices):
        """Drafts are seen by the office only."""

        DRAFT = "draft", _("Entwurf")
        PUBLISHED = "published", _("veröffentlicht")

    slug = models.SlugField(max_length=80)
    title_de = models.CharField(max_length=140)
    title_en = models.CharField(max_length=140, blank=True)
    summary_de = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    audience_de = models.CharField(max_length=300, blank=True)
    audience_en = models.CharField(max_length=300, blank=True)
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.ENTRY)
    modules = models.ManyToManyField(Module, blank=True, related_name="+")
    mandatory = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    example_fields = models.JSONField(default=list, blank=True)
    source_url = models.URLField(max_length=400, blank=True)
    made_at = models.DateTimeField()

    title = InLanguages()
    summary = InLanguages()
    audience = InLanguages()

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["campus", "slug"], name="course_slug_once")]
        ordering = ["title_de"]

    def __str__(self) -> str:
        return str(self.title)


class History(OfCampus):
    """A documented past edition of a course: a public fact with its source, not a run of ours."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="history")
    dated = models.CharField(max_length=60)
    text_de = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True)
    participants = models.PositiveIntegerField(null=True, blank=True)
    source_url = models.URLField(max_length=400, blank=True)

    text = InLanguages()

    class Meta(OfCampus.Meta):
        ordering = ["dated", "pk"]

    def __str__(self) -> str:
        return self.dated


class FitQuestion(OfCampus):
    """A plain question with which somebody finds out whether a course is the right one; answers are kept nowhere.

    ``good`` is the answer that fits; ``otherwise`` is what to say to the other one, with ``instead`` as a better course.
    """

    class Answer(models.TextChoices):
        """Yes or no."""

        YES = "yes", _("ja")
        NO = "no", _("nein")

    course = models.ForeignKey(Course, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)
    ask_de = models.CharField(max_length=200)
    ask_en = models.CharField(max_length=200, blank=True)
    good = models.CharField(max_length=3, choices=Answer.choices, default=Answer.YES)
    otherwise_de = models.CharField(max_length=400)
    otherwise_en = models.CharField(max_length=400, blank=True)
    instead = models.ForeignKey(Course, models.SET_NULL, null=True, blank=True, related_name="+")
    example = models.BooleanField(default=False)

    ask = InLanguages()
    otherwise = InLanguages()

    class Meta(OfCampus.Meta):
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.ask)
