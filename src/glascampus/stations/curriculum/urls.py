"""Addresses of this station."""

from typing import Any

app_name = "curriculum"
urlpatterns: list[Any] = []
