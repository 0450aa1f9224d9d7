"""The app's name and label."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Mail is never lost and never sent twice: written in the deed's own transaction, sent by the worker."""

    name = "glascampus.commons.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
