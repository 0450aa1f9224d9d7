"""The app's name and label."""

from django.apps import AppConfig


class RolesConfig(AppConfig):
    """Who signs in (user), and what somebody is here (role): office, company, lecturer, participant, funder."""

    name = "glascampus.commons.roles"
    label = "roles"
    default_auto_field = "django.db.models.BigAutoField"
