"""Around every request for the API: whatever goes wrong further in, a program hears JSON; HEAD and OPTIONS make sense; no cookie is set."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language

from glascampus.commons.desk.api.problems import Problem, problem

Get = Callable[[HttpRequest], HttpResponse]
ROOT = "/api/"
KEPT = ("Allow", "WWW-Authenticate", "Retry-After")
JSON = {"application/json", "application/problem+json"}


def programs(get_response: Get) -> Get:
    """Answers below ``/api/`` are JSON and come without a cookie: the API knows no session."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ROOT):
            return get_response(request)
        asked = request.method
        if asked == "HEAD":
            request.method = "GET"
        response = _as_json(request, get_response(request))
        request.method = asked
        response.cookies.clear()
        if asked == "HEAD":
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    return answer


def _as_json(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Pages of errors become problems; a question for methods is answered by their names."""
    methods = sorted({*response.get("Allow", "").replace(",", " ").split(), "OPTIONS"})
    if "GET" in methods:
        methods = sorted({*methods, "HEAD"})
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        response["Allow"] = ", ".join(methods)
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": response["Allow"]})
    if response.status_code < HTTPStatus.BAD_REQUEST or response.get("Content-Type", "").partition(";")[0] in JSON:
        return response
    headers = {name: response[name] for name in KEPT if response.has_header(name)}
    return problem(
        Problem(
            response.status_code,
            HTTPStatus(response.status_code).description or "This cannot be done.",
            headers=headers,
        )
    )


class Later(URLResolver):
    """Addresses below a path that are loaded when somebody asks for one. They have no names: nothing is looked up among them."""

    def __init__(self, path: str, module: str) -> None:
        super().__init__(RoutePattern(path), module)

    def _populate(self) -> None:
        language = get_language()
        self._reverse_dict[language] = MultiValueDict()
        self._namespace_dict[language], self._app_dict[language] = {}, {}  # type: ignore[attr-defined]
        self._populated = True
