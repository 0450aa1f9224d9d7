"""The app's name and label."""

from django.apps import AppConfig


class RollConfig(AppConfig):
    """The lists of the whole house: every app announces its part, the roll collects it and imports nobody."""

    name = "glascampus.commons.roll"
    label = "roll"
    default_auto_field = "django.db.models.BigAutoField"
