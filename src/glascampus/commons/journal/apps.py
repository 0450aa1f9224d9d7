"""The app's name and label."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Who did what when, as ids and codes, chained so that a missing line shows."""

    name = "glascampus.commons.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
