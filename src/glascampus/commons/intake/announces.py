"""What the campus keeps of lists."""

from glascampus.commons.intake.models import Batch
from glascampus.commons.roll.rules import Keep


def retention() -> list[Keep]:
    """A list keeps only numbers of rows; the words stand with the things that were made of them."""
    return [Keep("intake.Batch", "to see where things came from, and to take a list back", 365, past=lambda before: Batch.objects.filter(made_at__lt=before))]
