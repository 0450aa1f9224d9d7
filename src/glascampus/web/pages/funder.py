"""What a funder reads: figures along the thread, in all and by quarter. No person, no firm, no list; small numbers are hidden."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, own_page
from glascampus.engines import tables
from glascampus.stations.impact import reads, words
from glascampus.stations.impact.access import sees_funder_figures
from glascampus.stations.impact.reads.quarters import Table, table
from glascampus.stations.impact.rules import quarter_named


@own_page(sees_funder_figures)
def funder(request: CampusRequest) -> HttpResponse:
    """The figures of all time as everybody sees them, then by quarter for the span asked for (``?von=2027-1&bis=2027-4``)."""
    figures = reads.figures(None, now())
    found = _table(request)
    return render(request, "web/funder.html", {
        "stations": [(words.STATIONS[key], list(some)) for key, some in groupby(figures, key=lambda figure: figure.station)],
        "table": found, "first": found.quarters[0], "last": found.quarters[-1],
        "choice": [(key, f"{key[0]}-{key[1]}", words.quarter(key)) for key in found.choice],
    })  # fmt: skip


def _table(request: CampusRequest) -> Table:
    return table(now(), quarter_named(request.GET.get("von", "")), quarter_named(request.GET.get("bis", "")))


@own_page(sees_funder_figures)
def funder_csv(request: CampusRequest) -> HttpResponse:
    """The same table as a file."""
    found = _table(request)
    header = [_("Station"), _("Zahl"), *found.names, _("zusammen"), _("Erklärung")]
    rows = [(str(words.STATIONS[row.station]), row.label, *row.cells, row.total, row.definition) for row in found.rows]
    body = tables.csv(rows, header, language=get_language() or "de")
    filename = _("zahlen.csv")
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return HttpResponse(body, "text/csv; charset=utf-8", headers=headers)
