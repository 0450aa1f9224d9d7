"""Addresses: German paths, the same in English under ``/en/``."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from glascampus.web.api.door import Later
from glascampus.web.pages import machine

STATIONS = ["needs", "curriculum", "courses", "bookings", "credentials", "impact"]

urlpatterns = [
    path("health/", machine.health, name="health"),
    path("robots.txt", machine.robots, name="robots"),
    path("sitemap.xml", machine.sitemap, name="sitemap"),
    Later("api/v1/", "glascampus.web.api.routes"),
    *i18n_patterns(
        path("", include("glascampus.web.routes")),
        path("", include("glascampus.commons.intake.urls")),
        *[path("", include(f"glascampus.stations.{station}.urls")) for station in STATIONS],
        prefix_default_language=False,
    ),
]
handler404 = "glascampus.web.pages.errors.not_found"
handler403 = "glascampus.web.pages.errors.forbidden"
handler500 = "glascampus.web.pages.errors.broken"
