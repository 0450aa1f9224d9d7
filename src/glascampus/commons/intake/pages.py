"""Read a list, look at it, take it, take it back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glascampus.basics.clock import now
from glascampus.basics.reason import Refusal
from glascampus.commons.desk.pages import CampusRequest, confirm, office_page
from glascampus.commons.intake import actions, reads, words
from glascampus.commons.intake.forms import ListForm
from glascampus.commons.intake.rules import KINDS, read_lines
from glascampus.commons.roll.reads import say


@office_page
def take_in(request: CampusRequest) -> HttpResponse:
    """First the form, then the preview with every fault at its row, then the deed."""
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if not form.is_valid():
        answer = {"form": form, "batches": reads.batches_seen_by(request.user)[:10], "columns": _columns()}
        return render(request, "intake/take_in.html", answer, status=422 if form.is_bound else 200)
    kind, rows = form.cleaned_data["kind"], form.cleaned_data["rows"]
    if "take" in request.POST:
        try:
            batch = actions.take_in(campus=request.campus, kind=kind, rows=rows, by=request.user, now=now())
        except Refusal as refusal:
            form.add_error(None, say(refusal.reason))
        else:
            return redirect("intake:batch", batch.pk)
    lines = read_lines(kind, rows, reads.known_keys(kind))
    answer = {
        "form": form, "kind": kind, "kind_label": words.KINDS[kind], "names": [words.COLUMNS[c.name] for c in KINDS[kind]],
        "lines": [(line, list(line.values.values()), [say(fault) for fault in line.faults]) for line in lines],
        "good": sum(line.is_good for line in lines), "known": sum(line.known for line in lines),
        "wrong": sum(bool(line.faults) for line in lines), "text": "\n".join("\t".join(row) for row in rows),
    }  # fmt: skip
    return render(request, "intake/preview.html", answer, status=422 if form.errors else 200)


def _columns() -> list[tuple[str, str]]:
    """Which columns each kind of list may have, for people to read."""
    return [
        (str(words.KINDS[kind]), ", ".join(str(words.COLUMNS[c.name]) for c in columns))
        for kind, columns in KINDS.items()
    ]


@office_page
def batch(request: CampusRequest, pk: int) -> HttpResponse:
    """What came of a list, and the button that takes it back."""
    found = get_object_or_404(reads.batches_seen_by(request.user), pk=pk)
    number = len(found.made)
    made = ngettext("%(n)s Zeile wurde übernommen.", "%(n)s Zeilen wurden übernommen.", number) % {"n": number}
    if found.taken_back_at:
        stays = ngettext("%(n)s musste bleiben, weil etwas daran hängt.", "%(n)s mussten bleiben, weil etwas daran hängt.", number)  # fmt: skip
        return render(request, "intake/taken_back.html", {"stays": stays % {"n": number} if number else ""})
    return confirm(
        request, title=_("Die Liste ist übernommen"), submit=_("Wieder zurücknehmen"), intro=made,
        do=lambda: actions.take_back(batch=found, by=request.user, now=now()),
        done=lambda _stay: reverse("intake:batch", args=[found.pk]), back=(reverse("intake:take_in"), _("Zu den Listen")),
    )  # fmt: skip
