"""The app's name and label."""

from django.apps import AppConfig


class BookingsConfig(AppConfig):
    """Buchung: seats are promised once, never twice, and who waits sees where."""

    name = "glascampus.stations.bookings"
    label = "bookings"
    default_auto_field = "django.db.models.BigAutoField"
