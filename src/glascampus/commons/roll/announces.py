"""What the roll itself keeps."""

from glascampus.commons.roll.rules import Keep


def retention() -> list[Keep]:
    """The pulse names nobody."""
    return [Keep("roll.Beat", "tells whether the worker lives", None)]
