"""The app's name and label."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Kurs: courses made of modules, and their runs with dates, places and prices."""

    name = "glascampus.stations.courses"
    label = "courses"
    default_auto_field = "django.db.models.BigAutoField"
