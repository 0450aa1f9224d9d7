"""The app's name and label."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk: the one form page and the one list page that every station uses."""

    name = "glascampus.commons.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
