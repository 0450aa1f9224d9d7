"""The app's name and label."""

from django.apps import AppConfig


class MachinesConfig(AppConfig):
    """Programs that come with a token."""

    name = "glascampus.commons.machines"
    label = "machines"
    default_auto_field = "django.db.models.BigAutoField"
