"""Attendance by tap: a link on the phone, no account. The office taps on the same page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from glascampus.basics.clock import now
from glascampus.basics.reason import NotAllowed, Reason, Refusal
from glascampus.commons.desk.pages import office_page
from glascampus.commons.journal.rules import Actor
from glascampus.commons.roll.reads import say
from glascampus.stations.courses.models import Run, Session
from glascampus.stations.courses.reads import runs_seen_by
from glascampus.stations.credentials import access, actions, reads
from glascampus.stations.credentials.forms import TapForm
from glascampus.stations.credentials.reads import Sheet
from glascampus.stations.credentials.rules import LinkHours, LinkState


def attendance(request: HttpRequest, token: str) -> HttpResponse:
    """The names of one run with two big buttons each, for whoever holds the link while it is open."""
    link = reads.link_by_token(token)
    if link is None:
        raise Http404
    state = reads.state_of(link, now())
    if state is not LinkState.OPEN:
        coming = state in {LinkState.EARLY, LinkState.BETWEEN}
        opens_at = reads.opens_next_at(link.run, now()) if coming else None
        context = {"run": link.run, "opens_at": opens_at, "says": _why_shut(state)}
        return render(request, "credentials/link_closed.html", context, status=200 if opens_at else 410)
    url = reverse("credentials:attendance", args=[token])
    return _tapping(request, link.run, Actor(access.LINK_HOLDER, link.pk), url)


def _why_shut(state: LinkState) -> str:
    """The sentence for a link that does not open now, with the hours of today's rulebook."""
    hours = reads.link_hours(now())
    return say(Reason(f"link_{state}", before=hours.hours_before, after=hours.hours_after))


@office_page
def office_tap(request: HttpRequest, code: str) -> HttpResponse:
    """The same page for the office, also after the link has ended."""
    run: Run = get_object_or_404(runs_seen_by(request.user), code=code)
    back = reverse("credentials:office_run", args=[code])
    return _tapping(request, run, request.user, reverse("credentials:office_tap", args=[code]), back=back)


def _tapping(request: HttpRequest, run: Run, by: Any, url: str, back: str = "") -> HttpResponse:
    sheet, hours = reads.sheet(run, now()), reads.link_hours(now())
    here = _session_here(sheet, hours, request.GET.get("termin", ""))
    form = TapForm(request.POST if request.method == "POST" else None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        try:
            _note(sheet, form.cleaned_data, by)
        except NotAllowed:
            form.add_error(None, say(Reason("session_shut")))
        except Refusal as refusal:
            form.add_error(None, say(refusal.reason))
        else:
            return redirect(_anchor(url, sheet, form.cleaned_data))
    session = sheet.sessions[here] if sheet.sessions else None
    begun = session is not None and hours.has_opened(session.starts_at, now())
    context = {
        "run": run, "sheet": sheet, "here": here, "tabs": _tabs(sheet, here, url), "form": form, "back": back,
        "rows": [(row, row.marks[here]) for row in sheet.rows] if sheet.sessions else [], "hours": hours, "begun": begun,
        "shut": begun and session is not None and not access.may_note(by, run, now(), session=session),
        "closes_at": hours.around((session.starts_at, session.ends_at))[1] if session and not back else None,
    }  # fmt: skip
    return render(request, "credentials/attendance.html", context, status=422 if form.errors else 200)


def _session_here(sheet: Sheet, hours: LinkHours, asked: str) -> int:
    """Index of the session asked for; else the last one that has begun."""
    if asked.isascii() and asked.isdigit() and 1 <= int(asked[:4]) <= len(sheet.sessions):
        return int(asked[:4]) - 1
    begun = [n for n, session in enumerate(sheet.sessions) if hours.has_opened(session.starts_at, now())]
    return begun[-1] if begun else 0


def _tabs(sheet: Sheet, here: int, url: str) -> list[dict[str, Any]]:
    def tab(n: int, session: Session) -> dict[str, Any]:
        missing = sum(row.marks[n].present is None for row in sheet.rows)
        return {"session": session, "url": f"{url}?termin={n + 1}", "here": n == here, "missing": missing}

    return [tab(n, session) for n, session in enumerate(sheet.sessions)]


def _note(sheet: Sheet, tapped: dict[str, Any], by: Any) -> None:
    seat = next(row.seat for row in sheet.rows if row.seat.pk == tapped["seat"])
    if tapped["says"] in {"bestanden", "nicht"}:
        actions.note_result(seat=seat, passed=tapped["says"] == "bestanden", by=by, now=now())
        return
    session = next(session for session in sheet.sessions if session.pk == tapped["session"])
    actions.tap(session=session, seat=seat, present=tapped["says"] == "da", by=by, now=now())


def _anchor(url: str, sheet: Sheet, tapped: dict[str, Any]) -> str:
    """Back to the person just tapped, in the same session."""
    n = next((n for n, session in enumerate(sheet.sessions, 1) if session.pk == tapped["session"]), 0)
    query = f"?termin={n}" if n else ""
    return f"{url}{query}#{'e' if tapped['says'] in {'bestanden', 'nicht'} else 'p'}-{tapped['seat']}"
