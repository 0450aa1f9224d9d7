"""The app's name and label."""

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    """Nachweis: who was there gets a paper that anyone can check."""

    name = "glascampus.stations.credentials"
    label = "credentials"
    default_auto_field = "django.db.models.BigAutoField"
