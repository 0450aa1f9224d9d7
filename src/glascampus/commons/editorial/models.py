"""Pages and news, their words in versions, and their pictures."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from glascampus.basics.reason import Reason
from glascampus.basics.text import InLanguages
from glascampus.commons.campuses.models import OfCampus
from glascampus.commons.editorial import rules


class Page(OfCampus):
    """A place for words: a page that stays, or something that happened. What it says stands in its versions."""

    class Kind(models.TextChoices):
        """A page stays; the others are news with a date."""

        PAGE = "page", _("Seite")
        NEWS = "news", _("Nachricht")
        PRESS = "press", _("Presse")
        EVENT = "event", _("Veranstaltung")

    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.PAGE)
    example = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["campus", "slug"], name="page_slug_once")]
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_news(self) -> bool:
        """Stands in the list of news."""
        return self.kind != self.Kind.PAGE


class PageVersion(OfCampus):
    """The words of a page as somebody wrote them. They are never changed: whoever corrects them makes the next version.

    Public from ``published_at`` to ``ended_at``; one version of a page at a time, the database sees to that.
    """

    page = models.ForeignKey(Page, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title_de = models.CharField(max_length=140)
    title_en = models.CharField(max_length=140, blank=True)
    body_de = models.TextField(max_length=20_000)
    body_en = models.TextField(max_length=20_000, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    sources = models.TextField(max_length=2000, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    title = InLanguages()
    body = InLanguages()

    class Meta(OfCampus.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="page_version_number_once"),
            models.UniqueConstraint(
                fields=["page"], condition=Q(published_at__isnull=False, ended_at__isnull=True), name="page_shows_one_version"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(published_at__isnull=False), name="page_version_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("starts_at")), name="page_event_ends_after_it_starts"
            ),
        ]  # fmt: skip
        ordering = ["page", "-number"]

    def __str__(self) -> str:
        return f"{self.page_id} {self.number}"

    @property
    def is_shown(self) -> bool:
        """Everybody reads this version now."""
        return self.published_at is not None and self.ended_at is None

    @property
    def lacks(self) -> list[Reason]:
        """What its readers will miss."""
        return rules.lacks_words(title_en=self.title_en, body_en=self.body_en)


class Picture(OfCampus):
    """A photo of a page, encoded anew; the file lies in the media directory under a random name, "" once it is gone.

    Nobody but the office sees it before alternative text, rights and, where people are on it, their consent stand here.
    """

    page = models.ForeignKey(Page, models.CASCADE, related_name="pictures")
    file = models.CharField(max_length=60, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt_de = models.CharField(max_length=300, blank=True)
    alt_en = models.CharField(max_length=300, blank=True)
    author = models.CharField(max_length=160, blank=True)
    licence = models.CharField(max_length=160, blank=True)
    shows_people = models.BooleanField(default=False)
    consent_by = models.CharField(max_length=300, blank=True)
    consent_email = models.EmailField(blank=True)
    consent_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()

    alt = InLanguages()

    class Meta(OfCampus.Meta):
        constraints = [
            models.UniqueConstraint(fields=["file"], condition=~Q(file=""), name="picture_file_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(file=""), name="picture_without_consent_has_no_file"
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file or str(self.pk)

    @property
    def name(self) -> str:
        """The random part of the file's name, for its address."""
        return self.file.rpartition("/")[2].removesuffix(".jpg")

    @property
    def lacks(self) -> list[Reason]:
        """Why it stays out of sight."""
        return rules.lacks(
            rules.PictureFacts(
                alt_de=self.alt_de, alt_en=self.alt_en, author=self.author, licence=self.licence, shows_people=self.shows_people,
                consent_by=self.consent_by, consent_on=self.consent_on, is_withdrawn=self.withdrawn_at is not None,
            )
        )  # fmt: skip
