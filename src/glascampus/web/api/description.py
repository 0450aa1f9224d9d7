"""The description of the API: what Ninja knows of the endpoints, and what it cannot know."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from typing import Any

from ninja import NinjaAPI
from pydantic import BaseModel

from glascampus.commons.desk.api.shapes import PROBLEM, ProblemDetails

ABOUT = "Courses and runs for everyone; bookings with a token of the office. Errors are problem details (RFC 9457). Unknown fields are refused."
DATE_OR_TIME = {
    "type": "string",
    "anyOf": [{"format": "date"}, {"format": "date-time"}],
    "pattern": r"^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d))?$",
}
QUERY = {
    "limit": ({"type": "integer", "minimum": 1, "maximum": 100, "default": 20}, "how many on a page"),
    "cursor": ({"type": "string", "pattern": "^[A-Za-z0-9_-]{1,300}$"}, "from the `next` of the page before"),
    "from": (DATE_OR_TIME, "runs that begin on this day or at this moment, or later"),
    "to": (DATE_OR_TIME, "runs that begin on this day or earlier, or before this moment"),
}
ASKED = {"/api/v1/courses": ("limit", "cursor"), "/api/v1/runs": ("from", "to", "cursor", "limit")}
HEADER = {"type": "string"}
LIMITS = {
    "RateLimit-Policy": "requests a minute for this token (draft-ietf-httpapi-ratelimit-headers)",
    "RateLimit": "requests left, and seconds until the minute is over",
}
MORE = {
    "304": {"ETag": "the version you have"},
    "401": {"WWW-Authenticate": "Bearer"},
    "403": {"WWW-Authenticate": "the scope that is missing"},
    "429": {"Retry-After": "seconds"},
    "503": {"Retry-After": "seconds"},
}
WORDS = {
    "200": "Done", "201": "Booked: at least one sits", "202": "All wait", "304": "Nothing has changed since your ETag",
    "400": "No JSON, or no sound Idempotency-Key", "401": "No token, or none in force", "403": "The token lacks the scope",
    "404": "Not here, or not yours", "409": "Full, closed, already booked, or the same request is in progress", "413": "More than 256 kB",
    "415": "Not application/json", "422": "Something in it cannot be used; each thing is named", "429": "Too many requests this minute",
    "500": "Something broke on our side", "503": "The database was busy for more than five seconds; nothing was written",
}  # fmt: skip


def described(api: NinjaAPI, *sent: type[BaseModel]) -> dict[str, Any]:
    """The OpenAPI document, with the shapes of bodies that are read by hand; made once."""
    return deepcopy(_made(api, sent))


@cache
def _made(api: NinjaAPI, sent: tuple[type[BaseModel], ...]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    found["info"]["description"] = ABOUT
    found["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    shapes: list[type[BaseModel]] = [*sent, ProblemDetails]
    for shape in shapes:
        _add(found["components"]["schemas"], shape)
    for path, operations in found["paths"].items():
        for operation in operations.values():
            _complete(path, operation)
    return found


def _add(schemas: dict[str, Any], shape: type[BaseModel]) -> None:
    made = shape.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(made.pop("$defs", {}))
    schemas[shape.__name__] = made


def _complete(path: str, operation: dict[str, Any]) -> None:
    """Query values that are read by hand, headers of answers, and the kind of problem answers."""
    for name in ASKED.get(path, ()):
        schema, says = QUERY[name]
        operation.setdefault("parameters", []).append(
            {"name": name, "in": "query", "description": says, "schema": schema}
        )
    called = "security" in operation
    for status, answer in operation["responses"].items():
        answer["description"] = WORDS[status]
        if int(status) >= 400:  # noqa: PLR2004  where HTTP's errors begin
            answer["content"] = {PROBLEM: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
        headers = {**MORE.get(status, {}), **(LIMITS if called and status not in {"401", "413", "415", "500"} else {})}
        if headers:
            answer["headers"] = {name: {"description": says, "schema": HEADER} for name, says in headers.items()}
