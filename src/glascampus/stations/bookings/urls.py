"""Addresses of this station."""

from typing import Any

app_name = "bookings"
urlpatterns: list[Any] = []
