"""The product's addresses, and two bare views under the same middleware: what nothing costs, and what one committed row costs."""

from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import path

from glascampus.web.urls import handler403, handler404, handler500, urlpatterns

FLOOR = "CREATE TABLE IF NOT EXISTS bench_floor (at varchar(40) NOT NULL)"


def hello(request):
    return HttpResponse("hello")


def floor(request):
    """Insert one row and commit; a form token is asked for as everywhere."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_floor (at) VALUES (%s)", [request.POST.get("form_key", "")])
    return HttpResponse(status=302, headers={"Location": "/hello/"})


urlpatterns = [path("hello/", hello), path("floor/", floor), *urlpatterns]
__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]
