"""The app's name and label."""

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    """Bedarf: a firm says what people must learn, and learns what became of it."""

    name = "glascampus.stations.needs"
    label = "needs"
    default_auto_field = "django.db.models.BigAutoField"
