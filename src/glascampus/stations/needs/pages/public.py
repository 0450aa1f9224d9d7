"""Stating a need, and confirming it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, asked_by_anybody, confirm, take
from glascampus.stations.needs import actions, reads, words
from glascampus.stations.needs.forms import StateNeedForm
from glascampus.stations.needs.models import Statement


def sent(request: CampusRequest) -> QueryDict | None:
    """What was typed; an empty form that was sent is an answer, too."""
    return request.POST if request.method == "POST" else None


def report(request: CampusRequest) -> HttpResponse:
    """Five fields, no account; from the page of a topic (``?thema=``) it comes along."""
    topic = reads.topic_asked(request.user, request.GET.get("thema", ""))
    initial = {"wish": str(topic.title)} if topic else {}
    form = StateNeedForm(sent(request), near=not request.stranger_at, initial=initial)

    def do(**values: Any) -> Statement:
        return actions.state_need(
            campus=request.campus, by=request.user, now=now(), language=get_language() or "de", topic=topic, **values
        )

    return take(
        request, form=form, template="needs/report.html", title=gettext("Bedarf melden"), submit=gettext("Bedarf melden"),
        topic=topic, do=asked_by_anybody(request, do, field="email"), done=lambda _: reverse("needs:reported"),
    )  # fmt: skip


def reported(request: CampusRequest) -> HttpResponse:
    """Please look into your mailbox."""
    return render(request, "needs/reported.html", {"title": gettext("Bitte bestätigen Sie in Ihrem Postfach")})


def confirm_statement(request: CampusRequest, token: str) -> HttpResponse:
    """The button of the mailed link; looking changes nothing, pressing again leads to the same page."""
    statement = reads.statement_to_confirm(token)
    if statement is None:
        raise Http404
    return confirm(
        request, title=gettext("Ist das Ihr Bedarf?"), submit=gettext("Ja, bestätigen"), danger=False,
        intro=gettext("Mit dem Knopf bestätigen Sie ihn. Erst dann zählt er."), facts=facts_of(statement),
        do=lambda: actions.confirm_statement(token=token, now=now()),
        done=lambda _: reverse("web:statement", kwargs={"token": reads.token_of(statement)}),
    )  # fmt: skip


def facts_of(statement: Statement) -> list[tuple[str, object]]:
    return [
        (gettext("Was die Leute können sollen"), statement.wish),
        (gettext("Personen"), statement.people),
        (gettext("Bis wann"), words.day_text(statement.wanted_by)),
        (gettext("Betrieb"), statement.organisation_name),
    ]
