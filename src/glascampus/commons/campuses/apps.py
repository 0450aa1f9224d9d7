"""The app's name and label; texts learn here who reads them, and the demo's clock how far it was turned."""

from django.apps import AppConfig


class CampusesConfig(AppConfig):
    """Which campus this is."""

    name = "glascampus.commons.campuses"
    label = "campuses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Wire the two things that plain code asks of its surroundings: language and clock."""
        from django.utils.translation import get_language

        from glascampus.basics import clock, text
        from glascampus.commons.campuses.rules import turned_by

        text.ask_language_of(get_language)
        clock.turn_with(turned_by)
