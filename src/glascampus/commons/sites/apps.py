"""The app's name and label."""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    """Where teaching happens: places and their rooms."""

    name = "glascampus.commons.sites"
    label = "sites"
    default_auto_field = "django.db.models.BigAutoField"
