"""The app's name and label."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The house itself: settings, addresses, base layout, composed pages, sign-in, shell."""

    name = "glascampus.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
