"""What the campus keeps of organisations."""

from glascampus.commons.roll.rules import Keep


def retention() -> list[Keep]:
    """Organisations are no private persons."""
    return [Keep("organisations.Organisation", "partners and customers of the campus", None)]
