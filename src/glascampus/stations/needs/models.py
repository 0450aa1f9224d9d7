"""Topics, the evidence for them, and the needs that people state."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from glascampus.basics.text import InLanguages
from glascampus.commons.campuses.models import OfCampus
from glascampus.commons.organisations.models import Organisation


class Topic(OfCampus):
    """Something people must learn; evidence makes it strong, modules answer it."""

    slug = models.SlugField(max_length=80)
    title_de = models.CharField(max_length=140)
    title_en = models.CharField(max_length=140, blank=True)
    summary_de = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    made_at = models.DateTimeField()
    example = models.BooleanField(default=False)

    title = InLanguages()
    summary = InLanguages()

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["campus", "slug"], name="topic_slug_once")]
        ordering = ["title_de"]

    def __str__(self) -> str:
        return str(self.title)


class Statement(OfCampus):
    """A need as a firm or a person stated it. It counts once it was confirmed by mail; it is answered by the office."""

    code = models.CharField(max_length=16, unique=True)
    wish = models.TextField(max_length=2000, blank=True, help_text="empty once the reporter was erased")
    people = models.PositiveIntegerField()
    wanted_by = models.DateField(null=True, blank=True)
    organisation_name = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    firm = models.CharField(
        max_length=64, blank=True, help_text="same value, same firm; keyed, so that it holds no name"
    )
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="de")
    stated_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    link = models.CharField(max_length=64, unique=True)
    confirm_link = models.CharField(max_length=64, unique=True)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="statements")
    proposed_topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="from whose page it was stated; it counts there once the office has joined it",
    )  # fmt: skip
    split_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    erased_at = models.DateTimeField(null=True, blank=True)
    example = models.BooleanField(default=False)

    class Meta(OfCampus.Meta):
        constraints = [models.CheckConstraint(condition=Q(people__gte=1, people__lte=10000), name="statement_people")]
        indexes = [models.Index(fields=["campus", "topic", "confirmed_at"])]
        ordering = ["-stated_at", "-pk"]

    def __str__(self) -> str:
        return self.code


class Answer(OfCampus):
    """What the office wrote back to a statement; each one is mailed."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="answers")
    text = models.TextField(max_length=3000, blank=True, help_text="empty once the reporter was erased")
    at = models.DateTimeField()

    class Meta(OfCampus.Meta):
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.at:%Y-%m-%d}"


class Evidence(OfCampus):
    """Why a topic is a need: dated and sourced. Stated needs are evidence by themselves and have no row here."""

    class Kind(models.TextChoices):
        """How it became known."""

        STATED = "stated", _("von Betrieben gesagt")
        INTERVIEW = "interview", _("Gespräch")
        SURVEY = "survey", _("Umfrage")
        STUDY = "study", _("Untersuchung")
        EVALUATION = "evaluation", _("Rückmeldung nach einem Kurs")

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    says_de = models.TextField()
    says_en = models.TextField(blank=True)
    firms = models.PositiveIntegerField(null=True, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    dated = models.CharField(
        max_length=10, blank=True, help_text="2019, 2019-07 or 2019-07-05; empty where the source gives none"
    )
    source_title = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(max_length=400, blank=True)
    example = models.BooleanField(default=False)

    says = InLanguages()

    class Meta(OfCampus.Meta):
        ordering = ["-dated", "pk"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return str(self.says)[:60]
