"""Read a list, look at it, take it, take it back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glascampus.basics.clock import now
from glascampus.basics.reason import Refusal
from glascampus.commons.desk.pages import CampusRequest, confirm, office_page
from glascampus.commons.intake import actions, reads
from glascampus.commons.intake.forms import ListForm
from glascampus.commons.intake.rules import Line, read_lines
from glascampus.commons.roll.reads import say
from glascampus.commons.roll.rules import IntakeKind, Taking

LONGEST_ABOUT = 60


@office_page
def take_in(request: CampusRequest) -> HttpResponse:
    """First the form, then the preview with every fault at its row, then the deed."""
    kinds = reads.kinds()
    only, about = _asked(request, kinds)
    free = [kind for kind in kinds.values() if kind.about is None]
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ListForm(*given, kinds=free, only=only, initial={"kind": request.GET.get("art", "")})
    if not form.is_valid():
        return _ask(request, form, [only] if only else free, about)
    kind, rows = kinds[form.cleaned_data["kind"]], form.cleaned_data["rows"]
    taking = Taking(request.campus, request.user, now(), about, form.typed)
    if refused := kind.refuses(taking):
        form.add_error(None, say(refused))
    elif "take" in request.POST:
        try:
            made = actions.take_in(campus=request.campus, kind=kind.key, rows=rows, by=request.user, now=taking.now,
                                   about=about, more=form.typed)  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, say(refusal.reason))
        else:
            return redirect("intake:batch", made.pk)
    return _preview(request, form, kind, taking)


def _asked(request: CampusRequest, kinds: dict[str, IntakeKind]) -> tuple[IntakeKind | None, Any]:
    """The kind that belongs to something, with that thing; whatever else is asked for is chosen on the page."""
    kind = kinds.get(request.POST.get("kind") or request.GET.get("art", ""))
    asked = (request.POST.get("zu") or request.GET.get("zu", "")).replace("\0", "")[:LONGEST_ABOUT]
    about = kind.about(request.user, asked) if kind and kind.about else None
    return (kind, about) if about is not None else (None, None)


def _ask(request: CampusRequest, form: ListForm, kinds: list[IntakeKind], about: Any) -> HttpResponse:
    every = reads.kinds()
    labels = {key: kind.label for key, kind in every.items()}
    batches = [(one, labels.get(one.kind, one.kind)) for one in reads.batches_seen_by(request.user)[:10]]
    columns = [(kind.label, ", ".join(str(c.label) for c in kind.columns)) for kind in kinds]
    context = {
        "form": form,
        "batches": batches,
        "columns": columns,
        "about": kinds[0].named(about) if about is not None else "",
        "intro": kinds[0].intro if about else "",
        "belongs_to": _shown_on(every.get(form["kind"].value() or ""), about),
    }
    if about is not None:
        back = kinds[0].back(about) if kinds[0].back else ("", "")
        context |= {"title": kinds[0].label, "back": back[0], "back_text": back[1]}
    return render(request, "intake/take_in.html", context, status=422 if form.is_bound else 200)


def _preview(request: CampusRequest, form: ListForm, kind: IntakeKind, taking: Taking) -> HttpResponse:
    rows = form.cleaned_data["rows"]
    lines = read_lines(kind, rows, taking)
    labels = {column.name: column.label for column in kind.columns}
    context = {
        "form": form, "kind": kind, "about": kind.named(taking.about) if taking.about is not None else "", "names": list(labels.values()), "address": request.get_full_path(),
        "lines": [(line, _cells(line, labels), _faults(line, labels)) for line in lines],
        "good": 0 if form.errors else sum(line.is_good for line in lines), "known": sum(line.known and not line.faults for line in lines),
        "belongs_to": _shown_on(kind, taking.about),
        "wrong": sum(bool(line.faults) for line in lines), "text": "\n".join("\t".join(row) for row in rows),
    }  # fmt: skip
    return render(request, "intake/preview.html", context, status=422 if form.errors else 200)


def _cells(line: Line, labels: dict[str, Any]) -> list[tuple[Any, str, bool]]:
    """The texts of a row under their headings, and whether something is wrong with each."""
    wrong = {name for name, _reason in line.faults}
    return [(labels[name], text, name in wrong) for name, text in line.values.items()]


def _faults(line: Line, labels: dict[str, Any]) -> list[str]:
    """What is wrong in a row, column by column."""
    return [f"{labels[name]}: {say(reason)}" if name else say(reason) for name, reason in line.faults]


@office_page
def batch(request: CampusRequest, pk: int) -> HttpResponse:
    """What came of a list, and the button that takes it back."""
    found = get_object_or_404(reads.batches_seen_by(request.user), pk=pk)
    kind = reads.kinds().get(found.kind)
    about = kind.about(request.user, found.about) if kind and kind.about else None
    back = _back(kind, about)
    belongs_to = _shown_on(kind, about)
    number = len(found.made) if found.taken_back_at or found.rows is None else found.rows
    if found.taken_back_at:
        stays = ngettext("%(n)s musste bleiben, weil etwas daran hängt.", "%(n)s mussten bleiben, weil etwas daran hängt.", number)  # fmt: skip
        context = {"stays": stays % {"n": number} if number else "", "belongs_to": belongs_to}
        return render(request, "intake/taken_back.html", context)
    made = ngettext("%(n)s Zeile wurde übernommen.", "%(n)s Zeilen wurden übernommen.", number) % {"n": number}
    return confirm(
        request, title=_("Die Liste ist übernommen"), submit=_("Wieder zurücknehmen"),
        intro=f"{made} {kind.undo}" if kind and kind.undo else made, danger=True,
        do=lambda: actions.take_back(batch=found, by=request.user, now=now()),
        done=lambda _stay: reverse("intake:batch", args=[found.pk]), back=back, belongs_to=belongs_to,
    )  # fmt: skip


def _back(kind: IntakeKind | None, about: Any) -> tuple[str, str]:
    """To the thing the list belongs to, while it is there; else to the lists."""
    if kind and kind.back and about is not None:
        return kind.back(about)
    return reverse("intake:take_in"), _("Zu den Listen")


def _shown_on(kind: IntakeKind | None, about: Any) -> str:
    """The page whose entry the menu lights: of the thing the list belongs to, or of the list that shows what came."""
    if kind and kind.back and about is not None:
        return kind.back(about)[0]
    return reverse(kind.listed) if kind and kind.listed else ""
