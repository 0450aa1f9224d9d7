"""Deeds on several rows of a list: what happens to each, which cannot and why, then the button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glascampus.basics.clock import now
from glascampus.basics.reason import NotAllowed, Refusal
from glascampus.commons.desk.reads import rows_of, ticked
from glascampus.commons.desk.rules import (
    ALL,
    DEED,
    MOST_AT_ONCE,
    ROW,
    Deed,
    Listing,
    NothingTicked,
    TooManyTicked,
    View,
    address_of,
    keys_of,
)
from glascampus.commons.roles.actions import time_to_undo
from glascampus.commons.roll.reads import say

MOST_SAID = 5  # rows that did not go, named one by one


@dataclass(frozen=True, slots=True)
class Fate:
    """A row of the preview: what it is, and what happens to it or why nothing does."""

    row: Any
    label: Any
    says: Any
    can: bool


def deed_asked(request: HttpRequest, listing: Listing) -> Deed | None:
    """The deed the address or the form names, if the list has it."""
    asked = request.POST.get(DEED) or request.GET.get(DEED, "")
    return next((deed for deed in listing.deeds if deed.key == asked), None)


def deed_page(request: HttpRequest, listing: Listing, view: View, deed: Deed) -> HttpResponse:
    """Looking changes nothing. The button does what was looked at: rows that came meanwhile are not among them."""
    asked = urlencode(address_of(listing, view))
    back = f"{request.path}?{asked}" if asked else request.path
    try:
        fates = [_fate(listing, deed, row) for row in _rows(request, listing, view)]
    except Refusal as refusal:
        messages.error(request, say(refusal.reason))
        return redirect(back)
    form = _form(deed, request)
    good = [fate for fate in fates if fate.can]
    if request.method == "POST" and good and form.is_valid():
        _tell(request, deed, *_done(request, deed, good, form.cleaned_data))
        return redirect(back)
    context = {
        "title": deed.question(len(good)) if good else deed.label, "intro": deed.intro, "deed": deed, "form": form,
        "fates": fates, "good": good, "back": back, "number": _number(len(good), len(fates)),
    }  # fmt: skip
    return render(request, "desk/deed_page.html", context, status=422 if form.errors else 200)


def _rows(request: HttpRequest, listing: Listing, view: View) -> Sequence[Any]:
    """The ticked rows, or all of the view.

    Raises:
        NothingTicked, TooManyTicked
    """
    asked = request.POST if request.method == "POST" else request.GET
    if asked.get(ALL):
        rows = list(rows_of(listing, view)[: MOST_AT_ONCE + 1])
    else:
        keys = keys_of(asked.getlist(ROW))
        rows = ticked(listing, keys[: MOST_AT_ONCE + 1])
    if not rows:
        raise NothingTicked
    if len(rows) > MOST_AT_ONCE:
        raise TooManyTicked(most=MOST_AT_ONCE)
    return rows


def _fate(listing: Listing, deed: Deed, row: Any) -> Fate:
    why_not = deed.why_not(row)
    return Fate(row, listing.label(row), why_not or deed.happens(row), not why_not)


def _form(deed: Deed, request: HttpRequest) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    made: forms.Form = deed.form(data) if deed.form else forms.Form(data)
    return made


def _number(good: int, rows: int) -> str:
    """How many rows it is about, and how many stay as they are."""
    able = ngettext("%(n)s Zeile ist dabei.", "%(n)s Zeilen sind dabei.", good) % {"n": good}
    left = rows - good
    stays = ngettext("%(n)s bleibt, wie sie ist.", "%(n)s bleiben, wie sie sind.", left) % {"n": left}
    return f"{able} {stays}" if left else able


def _done(request: HttpRequest, deed: Deed, good: Sequence[Fate], values: dict[str, Any]) -> tuple[int, list[str]]:
    """Each row by itself: one that is refused at the last moment stays as it was, the others are done.

    The mails of all of them wait together, so that one tap takes them back.
    """
    moment, said = now(), []
    with time_to_undo(by=request.user, now=moment):
        for fate in good:
            try:
                deed.do(fate.row, by=request.user, now=moment, **values)
            except NotAllowed:
                raise
            except Refusal as refusal:
                said.append(f"{fate.label}: {say(refusal.reason)}")
            except ValidationError as error:
                said.append(f"{fate.label}: {' '.join(error.messages)}")
    return len(good) - len(said), said


def _tell(request: HttpRequest, deed: Deed, done: int, refused: list[str]) -> None:
    if done:
        messages.success(request, deed.said(done))
    for sentence in refused[:MOST_SAID]:
        messages.warning(request, sentence)
    if more := refused[MOST_SAID:]:
        left = ngettext("%(n)s weitere ging nicht.", "%(n)s weitere gingen nicht.", len(more)) % {"n": len(more)}
        messages.warning(request, left)
    if not done:
        messages.warning(request, _("Es wurde nichts geändert."))
