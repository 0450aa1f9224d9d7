"""Bin ich hier richtig? A few plain questions before a course. The answers travel in the address and are kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from glascampus.commons.desk.pages import CampusRequest
from glascampus.stations.courses import reads, rules
from glascampus.stations.courses.models import FitQuestion

IN_ADDRESS = {"ja": rules.YES, "nein": rules.NO}
SENT, UNREADABLE = "gesendet", 422


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question, its name in the address, and what was answered ("" as long as nothing was)."""

    question: FitQuestion
    name: str
    answer: str


@require_safe
def fit(request: CampusRequest, slug: str) -> HttpResponse:
    """The questions, and above them what the answers mean, as soon as there is one; who sent none is asked for them."""
    course = get_object_or_404(reads.courses_seen_by(request.user), slug=slug)
    shown = [
        ShownQuestion(question, f"f{n}", IN_ADDRESS.get(request.GET.get(f"f{n}", ""), ""))
        for n, question in enumerate(reads.questions_of(course), 1)
    ]
    outcome = rules.outcome([one.question.good for one in shown], [one.answer for one in shown])
    answered = any(one.answer for one in shown)
    missing = SENT in request.GET and not answered
    return render(request, "web/fit.html", {
        "course": course, "shown": shown, "outcome": outcome, "answered": answered, "missing": missing, "example": any(one.question.example for one in shown),
        "otherwise": [shown[n].question for n in outcome.otherwise],
    }, status=UNREADABLE if missing else 200)  # fmt: skip
