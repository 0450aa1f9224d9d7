"""Addresses of this station."""

from typing import Any

app_name = "credentials"
urlpatterns: list[Any] = []
