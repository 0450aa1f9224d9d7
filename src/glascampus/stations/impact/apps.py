"""The app's name and label."""

from django.apps import AppConfig


class ImpactConfig(AppConfig):
    """Wirkung: what came of it, each figure with its definition and its list."""

    name = "glascampus.stations.impact"
    label = "impact"
    default_auto_field = "django.db.models.BigAutoField"
