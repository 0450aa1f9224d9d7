"""The office's evidence for a topic."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, confirm, office_page, take
from glascampus.stations.needs import actions, reads
from glascampus.stations.needs.forms import EvidenceForm
from glascampus.stations.needs.models import Evidence
from glascampus.stations.needs.pages.public import sent
from glascampus.stations.needs.pages.topics import topic_of, topic_page


def _evidence(request: CampusRequest, pk: int) -> Evidence:
    return get_object_or_404(reads.evidence_seen_by(request.user), pk=pk)


@office_page
def office_evidence_new(request: CampusRequest, pk: int) -> HttpResponse:
    """New evidence for a topic."""
    return _evidence_page(request, Evidence(campus=request.campus, topic=topic_of(request, pk)), gettext("Neuer Beleg"))


@office_page
def office_evidence_edit(request: CampusRequest, pk: int) -> HttpResponse:
    """Evidence, corrected."""
    return _evidence_page(request, _evidence(request, pk), gettext("Beleg ändern"))


def _evidence_page(request: CampusRequest, evidence: Evidence, title: str) -> HttpResponse:
    url = topic_page(evidence.topic_id)
    return take(
        request, form=EvidenceForm(sent(request), instance=evidence), title=title, intro=str(evidence.topic),
        said=gettext("Gespeichert."), back=(url, gettext("Zurück zum Thema")), done=lambda _: url,
        do=lambda **values: actions.keep_evidence(evidence=evidence, by=request.user, now=now(), **values),
    )  # fmt: skip


@office_page
def office_evidence_remove(request: CampusRequest, pk: int) -> HttpResponse:
    """Evidence that does not hold goes."""
    evidence = _evidence(request, pk)
    url = topic_page(evidence.topic_id)
    return confirm(
        request, title=gettext("Diesen Beleg löschen?"), submit=gettext("Löschen"), danger=True, intro=str(evidence.says),
        said=gettext("Der Beleg ist gelöscht."), back=(url, gettext("Zurück zum Thema")), done=lambda _: url,
        do=lambda: actions.remove_evidence(evidence=evidence, by=request.user, now=now()),
    )  # fmt: skip
