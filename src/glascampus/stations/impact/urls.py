"""Addresses of this station."""

from typing import Any

app_name = "impact"
urlpatterns: list[Any] = []
