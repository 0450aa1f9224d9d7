"""The app's name and label."""

from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    """Curriculum: modules that answer needs, with outcomes, hours by mode and bearers."""

    name = "glascampus.stations.curriculum"
    label = "curriculum"
    default_auto_field = "django.db.models.BigAutoField"
