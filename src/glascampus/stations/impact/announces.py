"""What the station adds to the lists of the whole house. It has no tables."""


def sitemap() -> list[tuple[str, dict[str, object]]]:
    """The one public page."""
    return [("web:impact", {})]
