"""Your need, where it stands: the page behind the private link of whoever stated it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from glascampus.stations.needs import reads as needs
from glascampus.stations.needs.models import Statement
from glascampus.web.pages.what_became import WhatBecame, dates_of, links_of, what_became_of
from glascampus.web.thread_line import Figure, Station, thread


def statement(request: HttpRequest, token: str) -> HttpResponse:
    """Your need, where it stands: for whoever holds its private link."""
    found = needs.statement_by_token(token)
    if found is None or not found.confirmed_at:
        raise Http404
    parts = needs.parts_of(found)
    topics = [one.topic for one in (parts or [found]) if one.topic]
    became = what_became_of([topic.pk for topic in topics], request.user)
    answers = needs.answers_of(found)
    return render(request, "web/statement.html", {
        "statement": found, "topics": topics, "answers": answers, "outcome": became, "runs": dates_of(became.runs),
        "parts": [(part, reverse("web:statement", kwargs={"token": needs.token_of(part)})) for part in parts],
        "stations": _thread(found, topics, became), "next": _next(topics, became), **links_of(became),
    })  # fmt: skip


def _thread(found: Statement, topics: Sequence[Any], became: WhatBecame) -> list[Station]:
    need = ", ".join(str(topic.title) for topic in topics) or gettext("bei uns eingetragen")
    figures = {
        "need": Figure(found.people, need, reverse("web:need", kwargs={"slug": topics[0].slug}) if topics else ""),
        "curriculum": Figure(len(became.modules) or "", gettext("Module dazu") if became.modules else ""),
        "course": Figure(len(became.courses) or "", gettext("Kurse daraus") if became.courses else ""),
        "booking": Figure(became.confirmed or "", gettext("Personen haben gebucht") if became.confirmed else ""),
        "credential": Figure(became.issued or "", gettext("Nachweise ausgestellt") if became.issued else ""),
        "impact": Figure(became.attended or "", gettext("Personen haben es gelernt") if became.attended else ""),
    }
    return thread(figures, reached=became.reached)


def _next(topics: Sequence[Any], became: WhatBecame) -> str:
    """What happens next, in one or two sentences."""
    if became.runs:
        return gettext("Es gibt Termine. Sie können jetzt Plätze buchen.")
    if became.courses:
        return gettext("Es gibt einen Kurs dazu. Sobald ein Termin feststeht, steht er hier.")
    if became.modules:
        return gettext("Der Stoff ist ausgearbeitet. Als Nächstes wird daraus ein Kurs.")
    if topics:
        return gettext(
            "Ihr Bedarf gehört zu einem Thema. Wir sammeln, wer das noch braucht, und arbeiten den Stoff aus."
        )
    return gettext(
        "Wir lesen Ihren Bedarf und ordnen ihn einem Thema zu. Sie bekommen spätestens in 30 Tagen eine Antwort."
    )
