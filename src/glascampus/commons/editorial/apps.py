"""The app's name and label."""

from django.apps import AppConfig


class EditorialConfig(AppConfig):
    """What the campus tells in its own words."""

    name = "glascampus.commons.editorial"
    label = "editorial"
    default_auto_field = "django.db.models.BigAutoField"
