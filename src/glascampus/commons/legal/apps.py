"""The app's name and label."""

from django.apps import AppConfig


class LegalConfig(AppConfig):
    """What a campus says and keeps by law."""

    name = "glascampus.commons.legal"
    label = "legal"
    default_auto_field = "django.db.models.BigAutoField"
