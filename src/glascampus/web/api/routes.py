"""Addresses of the API. Loaded with the first request below ``/api/v1/``: no page and no command waits for Pydantic."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from glascampus import __version__
from glascampus.commons.desk.api.problems import Problem, answer_to, problem
from glascampus.commons.desk.api.reading import told
from glascampus.stations.bookings import api as bookings
from glascampus.stations.courses import api as courses
from glascampus.web.api.description import described

api = NinjaAPI(title="GlasCampus", version="1", urls_namespace="api", docs_url=None, openapi_url=None)
api.add_router("", courses.router)
api.add_router("", bookings.router)


@api.exception_handler(Exception)
def broken(_request: HttpRequest, error: Exception) -> HttpResponse:
    """Nothing leaves as a page."""
    return answer_to(error)


@api.get("/", include_in_schema=False)
def index(request: HttpRequest) -> HttpResponse:
    """Where to go from here."""
    places = {name: request.build_absolute_uri(f"/api/v1/{path}") for name, path in PLACES.items()}
    return told(request, {"name": "GlasCampus", "version": __version__, **places})


@api.get("/openapi.json", include_in_schema=False)
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of everything here (OpenAPI 3.1)."""
    return told(request, described(api, *bookings.SHAPES))


PLACES = {"openapi": "openapi.json", "courses": "courses", "runs": "runs", "bookings": "bookings"}


@csrf_exempt  # no cookie opens anything here
def nothing(request: HttpRequest) -> HttpResponse:
    """404 for every other address."""
    return problem(Problem(404, "There is nothing here; /api/v1/openapi.json lists what there is."))


urlpatterns = [*api.urls[0], re_path("", nothing)]
