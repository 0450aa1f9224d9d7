"""What the campus keeps of lists, and the check on them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from glascampus.commons.intake import reads
from glascampus.commons.intake.models import Batch
from glascampus.commons.roll.rules import Check, Keep


def checks() -> list[Check]:
    """Every list came in by a deed."""
    return [Check("journal", reads.faults)]


def retention() -> list[Keep]:
    """A list keeps only numbers of rows; the words stand with the things that were made of them."""
    purpose = _("Sehen, woher etwas kam, und eine Liste zurücknehmen")
    return [Keep("intake.Batch", purpose, 365, past=lambda before: Batch.objects.filter(made_at__lt=before))]
