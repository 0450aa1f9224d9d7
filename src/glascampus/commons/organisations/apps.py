"""The app's name and label."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Companies, schools, the university, the district: who carries the campus and who uses it."""

    name = "glascampus.commons.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"
