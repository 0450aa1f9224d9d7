"""Legal texts in their versions, the office's own rules, remarks on accessibility, and what was ended on which day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from glascampus.basics.text import InLanguages
from glascampus.commons.campuses.models import OfCampus


class LegalText(OfCampus):
    """One version of a legal text. It is never changed: whoever corrects it makes the next one, so that a booking can point to what was shown."""

    class Kind(models.TextChoices):
        """What the text is for."""

        TERMS = "terms", _("Teilnahmebedingungen")
        WITHDRAWAL = "withdrawal", _("Widerrufsbelehrung")
        PRIVACY = "privacy", _("Datenschutz")
        IMPRINT = "imprint", _("Impressum")
        ACCESSIBILITY = "accessibility", _("Barrierefreiheit")

    kind = models.CharField(max_length=14, choices=Kind.choices)
    number = models.PositiveIntegerField()
    text_de = models.TextField(max_length=40_000, blank=True)
    text_en = models.TextField(max_length=40_000, blank=True)
    valid_from = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    text = InLanguages()

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["campus", "kind", "number"], name="legal_text_number_once")]
        ordering = ["kind", "-number"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class Rule(OfCampus):
    """A row of the office's own rulebook: from its date it wins over the shipped row with the same key."""

    key = models.CharField(max_length=80)
    value = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source_title = models.CharField(max_length=200)
    source_url = models.URLField(max_length=400, blank=True)
    checked_on = models.DateField()

    class Meta(OfCampus.Meta):
        constraints = [
            models.UniqueConstraint(fields=["campus", "key", "valid_from"], name="rule_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="rule_ends_after_it_begins",
            ),
        ]
        ordering = ["key", "-valid_from"]

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from}"


class Feedback(OfCampus):
    """What somebody could not use (R3): what, where, and a mailbox only if they want an answer."""

    what = models.TextField(max_length=3000)
    place = models.CharField(max_length=400, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="de")
    received_at = models.DateTimeField()
    answer = models.TextField(max_length=3000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta(OfCampus.Meta):
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.received_at:%Y-%m-%d}"


class Sweep(OfCampus):
    """A day on which everything past its time was ended, with the number of rows by table. No row: not done yet, or interrupted."""

    day = models.DateField()
    done_at = models.DateTimeField()
    rows = models.JSONField(default=dict)

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["campus", "day"], name="sweep_once_a_day")]
        ordering = ["-day"]

    def __str__(self) -> str:
        return str(self.day)
