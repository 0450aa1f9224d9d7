"""The thread in figures, each with its definition, and what became of each need."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from glascampus.basics.clock import now
from glascampus.engines import tables
from glascampus.stations.impact import reads, words


def impact(request: HttpRequest) -> HttpResponse:
    """All figures, "said and done" need by need, and the quarters as picture and table."""
    moment = now()
    connected = reads.Connected(moment, request.user)
    figures = reads.figures(request.user, moment, connected)
    quarters = connected.quarters
    context = {
        "stations": [(words.STATIONS[key], list(some)) for key, some in groupby(figures, key=lambda f: f.station)],
        "needs": reads.all_said_done(request.user, moment, connected),
        "quarters": [(quarter, n * 5.2 + 1.1, n * 5.2 + 1.6, n * 5.2 + 3) for n, quarter in enumerate(quarters)],
        "height": len(quarters) * 5.2,
    }
    return render(request, "impact/impact.html", context)


def impact_csv(request: HttpRequest) -> HttpResponse:
    """The same figures as a file; as the public sees them, whoever asks, since files travel."""
    header = [gettext("Station"), gettext("Zahl"), gettext("Wert"), gettext("Gezeigt als"), gettext("Erklärung")]
    rows = [
        (str(words.STATIONS[f.station]), f.label, f.value, f.shown, f.definition) for f in reads.figures(None, now())
    ]
    body = tables.csv(rows, header, language=get_language() or "de")
    name = gettext("wirkung.csv")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, "text/csv; charset=utf-8", headers=headers)
