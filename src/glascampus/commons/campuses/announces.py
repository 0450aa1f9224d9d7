"""What the campus keeps of itself."""

from glascampus.commons.roll.rules import Keep


def retention() -> list[Keep]:
    """Both name no private person."""
    return [
        Keep("campuses.Campus", "the campus and its public texts", None),
        Keep("campuses.Fact", "public facts with their source", None),
    ]
