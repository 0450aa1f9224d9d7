"""The journal's lines and the head of their chain."""

from django.db import models

from glascampus.commons.campuses.models import OfCampus


class Line(OfCampus):
    """One deed: written unsealed with the deed, numbered and chained after commit."""

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True)
    deed = models.CharField(max_length=60)
    thing_kind = models.CharField(max_length=60)
    thing_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)
    number = models.BigIntegerField(null=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["campus", "number"], name="journal_number_once")]
        indexes = [models.Index(fields=["thing_kind", "thing_id"]), models.Index(fields=["campus", "number"])]

    def __str__(self) -> str:
        return f"{self.deed} {self.thing_kind}:{self.thing_id}"

    def content(self) -> dict[str, object]:
        """What the seal covers."""
        return {
            "number": self.number, "at": self.at.isoformat(), "actor": [self.actor_kind, self.actor_id],
            "deed": self.deed, "thing": [self.thing_kind, self.thing_id], "facts": self.facts,
        }  # fmt: skip


class Head(OfCampus):
    """The chain's end: how many lines there must be, and the last seal. A journal cut at its end shows here."""

    number = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64, blank=True)

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["campus"], name="journal_one_head")]

    def __str__(self) -> str:
        return str(self.number)
