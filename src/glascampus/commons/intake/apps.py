"""The app's name and label."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Lists from spreadsheets."""

    name = "glascampus.commons.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
