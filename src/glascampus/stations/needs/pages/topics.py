"""The office's topics."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, confirm, office_page, take
from glascampus.commons.desk.pages.lists import listed
from glascampus.commons.desk.rules import Cell, Column, Listing
from glascampus.stations.needs import actions, reads
from glascampus.stations.needs.forms import TopicForm
from glascampus.stations.needs.models import Topic
from glascampus.stations.needs.pages.public import sent


@office_page
def office_topics(request: CampusRequest) -> HttpResponse:
    """All topics, strongest first, with exact numbers."""
    return listed(request, _topics(request))


def _topics(request: CampusRequest) -> Listing:
    return Listing(
        name=gettext("themen"), title=gettext("Themen des Bedarfs"), rows=reads.topic_rows(request.user),
        intro=gettext("Die Zahlen hier sind genau. Öffentlich fehlen alle unter drei."),
        number=lambda n: ngettext("%(n)s Thema", "%(n)s Themen", n) % {"n": n},
        part=lambda n, of: ngettext("%(n)s von %(of)s Thema", "%(n)s von %(of)s Themen", of) % {"n": n, "of": of},
        columns=[
            Column("thema", gettext("Thema"), lambda row: Cell(str(row.topic.title), topic_page(row.topic.pk)), sort=lambda row: str(row.topic.title)),
            Column("belege", gettext("Worauf es sich stützt"), lambda row: row.summary),
            Column("betriebe", gettext("Betriebe"), lambda row: row.strength.firms, sort=lambda row: row.strength.firms, shown=False, style="num"),
            Column("gespraeche", gettext("Gespräche"), lambda row: row.strength.interviews, sort=lambda row: row.strength.interviews, shown=False, style="num"),
            Column("personen", gettext("Personen"), lambda row: row.strength.people, sort=lambda row: row.strength.people, style="num"),
        ],
        search=reads.find_topics, search_label=gettext("Thema"),
        empty=gettext("Noch kein Thema. Es entsteht aus einem gemeldeten Bedarf, einem Gespräch oder einer Umfrage."),
        empty_link=(reverse("needs:office_statements"), gettext("Zu den Meldungen")),
        action=(reverse("needs:office_topic_new"), gettext("Neues Thema")),
    )  # fmt: skip


def topic_of(request: CampusRequest, pk: int) -> Topic:
    return get_object_or_404(reads.topics_seen_by(request.user), pk=pk)


def topic_page(pk: int) -> str:
    return reverse("needs:office_topic", args=[pk])


@office_page
def office_topic(request: CampusRequest, pk: int) -> HttpResponse:
    """One topic: its words, its evidence, its statements."""
    topic = topic_of(request, pk)
    return render(request, "needs/office_topic.html", {
        "topic": topic, "title": str(topic.title), "row": reads.topic_strengths([pk], request.user)[pk],
        "evidence": reads.evidence_rows(topic, request.user),
        "statements": reads.statements_seen_by(request.user).filter(topic=topic),
    })  # fmt: skip


@office_page
def office_topic_edit(request: CampusRequest, pk: int | None = None) -> HttpResponse:
    """The words of a new or known topic."""
    topic = topic_of(request, pk) if pk else Topic(campus=request.campus)
    back = (
        (topic_page(pk), gettext("Zurück zum Thema"))
        if pk
        else (reverse("needs:office_topics"), gettext("Zu den Themen"))
    )
    return take(
        request, form=TopicForm(sent(request), instance=topic), said=gettext("Gespeichert."), back=back,
        title=gettext("Thema ändern") if pk else gettext("Neues Thema"), done=lambda kept: topic_page(kept.pk),
        do=lambda **values: actions.keep_topic(topic=topic, by=request.user, now=now(), **values),
    )  # fmt: skip


@office_page
def office_topic_remove(request: CampusRequest, pk: int) -> HttpResponse:
    """A topic nothing leans on goes."""
    topic = topic_of(request, pk)
    return confirm(
        request, title=gettext("Dieses Thema löschen?"), submit=gettext("Löschen"), danger=True, back=(topic_page(pk), gettext("Zurück zum Thema")),
        intro=gettext("%(title)s. Seine Belege werden mit gelöscht. Das geht nur, solange kein Bedarf und kein Modul dazugehört.") % {"title": topic},
        said=gettext("Das Thema ist gelöscht."), done=lambda _: reverse("needs:office_topics"),
        do=lambda: actions.remove_topic(topic=topic, by=request.user, now=now()),
    )  # fmt: skip
