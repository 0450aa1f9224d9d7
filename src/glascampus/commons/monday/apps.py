"""The app's name and label."""

from django.apps import AppConfig


class MondayConfig(AppConfig):
    """The Monday letter."""

    name = "glascampus.commons.monday"
    label = "monday"
    default_auto_field = "django.db.models.BigAutoField"
