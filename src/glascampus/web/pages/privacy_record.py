"""The record of processing (Art. 30 DSGVO), made from the tables and what each of them announces; and what was ended lately."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glascampus.basics.clock import now, today
from glascampus.commons.desk.pages import CampusRequest, office_page
from glascampus.commons.legal import reads
from glascampus.commons.legal.reads import Processing
from glascampus.commons.legal.words import BASES, RECIPIENTS, UNITS
from glascampus.engines import tables


@office_page
def record(request: CampusRequest) -> HttpResponse:
    """Every table that holds something of a person: what for, on which ground, who sees it, how long."""
    rows = [_row(one) for one in reads.processing(today())]
    return render(
        request, "web/privacy_record.html", {"columns": _columns(), "rows": rows, "sweeps": reads.sweeps()[:7]}
    )


@office_page
def record_csv(request: CampusRequest) -> HttpResponse:
    """The same for a spreadsheet."""
    body = tables.csv([_row(one) for one in reads.processing(today())], _columns(), language=get_language() or "de")
    name = f"verarbeitung-{today(now())}.csv"
    return HttpResponse(
        body, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _columns() -> list[str]:
    return [
        _("Wofür"),
        _("Tabelle"),
        _("Was darin steht"),
        _("Rechtsgrundlage"),
        _("Wer es sieht"),
        _("Wie lange"),
        _("Ende"),
    ]


def _row(one: Processing) -> list[str]:
    keep = one.keep
    return [
        str(keep.purpose), keep.model, ", ".join(one.columns), str(BASES.get(keep.basis, "")),
        ", ".join(str(RECIPIENTS.get(code, code)) for code in keep.recipients), _how_long(one), _ending(one),
    ]  # fmt: skip


def _how_long(one: Processing) -> str:
    if one.limit is None:
        return _("solange es den Campus gibt")
    said = str(UNITS[one.limit[1]]) % {"number": one.limit[0]}
    return f"{said} ({one.source})" if one.source else said


def _ending(one: Processing) -> str:
    if one.keep.goes_with:
        return _("zusammen mit %(table)s") % {"table": one.keep.goes_with}
    return _("täglich von selbst") if one.keep.past else _("von Hand")
