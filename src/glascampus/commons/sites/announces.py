"""What the sites keep."""

from glascampus.commons.roll.rules import Keep


def retention() -> list[Keep]:
    """Places name nobody."""
    return [Keep("sites.Site", "where teaching happens", None), Keep("sites.Room", "where teaching happens", None)]
