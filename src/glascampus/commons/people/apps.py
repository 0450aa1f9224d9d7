"""The app's name and label."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who learns and who teaches."""

    name = "glascampus.commons.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
