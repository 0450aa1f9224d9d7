"""Stating a need, and the office's desk for needs. What became of a need is shown by composed pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from glascampus.basics.clock import now
from glascampus.basics.reason import Reason
from glascampus.commons.desk.pages import CampusRequest, asked_by_anybody, confirm, office_page, take
from glascampus.commons.desk.pages.lists import listed
from glascampus.commons.desk.rules import Cell, Column, Deed, Filter, Listing
from glascampus.commons.roll.reads import say
from glascampus.stations.needs import actions, reads, words
from glascampus.stations.needs.forms import (
    AnswerForm,
    CorrectForm,
    EvidenceForm,
    JoinForm,
    JoinManyForm,
    OnBehalfForm,
    SplitForm,
    StateNeedForm,
    TopicForm,
)
from glascampus.stations.needs.models import Evidence, Statement, Topic
from glascampus.stations.needs.rules import Stage, is_overdue


def _sent(request: CampusRequest) -> QueryDict | None:
    """What was typed; an empty form that was sent is an answer, too."""
    return request.POST if request.method == "POST" else None


# Everyone


def report(request: CampusRequest) -> HttpResponse:
    """Five fields, no account."""
    form = StateNeedForm(_sent(request), near=not request.stranger_at)

    def do(**values: Any) -> Statement:
        return actions.state_need(
            campus=request.campus, by=request.user, now=now(), language=get_language() or "de", **values
        )

    return take(
        request, form=form, template="needs/report.html", title=gettext("Bedarf melden"), submit=gettext("Bedarf melden"),
        do=asked_by_anybody(request, do, field="email"), done=lambda _: reverse("needs:reported"),
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
        intro=gettext("Mit dem Knopf bestätigen Sie ihn. Erst dann zählt er."), facts=_facts(statement),
        do=lambda: actions.confirm_statement(token=token, now=now()),
        done=lambda _: reverse("web:statement", kwargs={"token": reads.token_of(statement)}),
    )  # fmt: skip


def _facts(statement: Statement) -> list[tuple[str, object]]:
    return [
        (gettext("Was die Leute können sollen"), statement.wish),
        (gettext("Personen"), statement.people),
        (gettext("Bis wann"), words.day_text(statement.wanted_by)),
        (gettext("Betrieb"), statement.organisation_name),
    ]


# The office: statements


@office_page
def office_statements(request: CampusRequest) -> HttpResponse:
    """What was stated; what waits for the office comes first."""
    return listed(request, _statements(request))


def _statements(request: CampusRequest) -> Listing:
    states = [("open", gettext("offen")), ("joined", gettext("zugeordnet")), ("unconfirmed", gettext("unbestätigt"))]
    answers = [("ja", gettext("mit Antwort")), ("nein", gettext("ohne Antwort"))]
    return Listing(
        name=gettext("bedarfe"), title=gettext("Gemeldete Bedarfe"), rows=reads.office_statements(request.user), columns=_columns(),
        number=lambda n: ngettext("%(n)s Bedarf", "%(n)s Bedarfe", n) % {"n": n},
        part=lambda n, of: ngettext("%(n)s von %(of)s Bedarf", "%(n)s von %(of)s Bedarfen", of) % {"n": n, "of": of},
        filters=[
            Filter("stand", gettext("Nach Stand filtern"), reads.in_stage, states, links=True, start="open"),
            Filter("antwort", gettext("Antwort"), reads.answered_or_not, answers),
        ],
        search=reads.find_statements, search_label=gettext("Wunsch, Betrieb oder Thema"), order="-gemeldet",
        label=_name, example=lambda statement: statement.example, deeds=_deeds(),
        empty=gettext("Noch hat niemand einen Bedarf gemeldet. Schreiben Sie auf, was Ihnen am Telefon gesagt wird."),
        action=(reverse("needs:office_on_behalf"), gettext("Bedarf aufschreiben")),
    )  # fmt: skip


def _columns() -> list[Column]:
    return [
        Column("bedarf", gettext("Bedarf"), lambda s: Cell(_name(s), _at(s)), lambda s: s.wish, ("wish",)),
        Column("von", gettext("Von"), lambda s: s.organisation_name or gettext("eine Privatperson"), sort=("organisation_name",)),
        Column("personen", gettext("Personen"), lambda s: s.people, sort=("people",), style="num"),
        Column("gemeldet", gettext("Gemeldet"), lambda s: s.stated_at, sort=("stated_at",), write="day", style="num"),
        Column("bis", gettext("Bis wann"), lambda s: s.wanted_by, sort=("wanted_by",), write="day", shown=False, style="num"),
        Column("stand", gettext("Stand"), _stage_cell, sort=("topic__title_de", "confirmed_at")),
        Column("antwort", gettext("Antwort"), _answer_cell, sort=("answer_count",)),
        Column("post", gettext("E-Mail"), lambda s: s.email, shown=False, sort=("email",)),
        Column("nummer", gettext("Nummer"), lambda s: s.code, shown=False),
    ]  # fmt: skip


def _name(statement: Statement) -> str:
    return words.short(statement.wish) or statement.code


def _stage_cell(statement: Statement) -> Cell:
    stage = reads.stage_of(statement)
    return Cell(str(statement.topic or words.STAGES[stage]), tone=words.TONES[stage])


def _answer_cell(statement: Statement) -> Cell:
    answers = statement.answer_count  # type: ignore[attr-defined]  # annotated by reads.office_statements
    waits = reads.stage_of(statement) in {Stage.CONFIRMED, Stage.JOINED}
    if waits and is_overdue(statement.stated_at, bool(answers), now()):
        return Cell(gettext("über 30 Tage ohne Antwort"), tone="stop")
    return Cell(gettext("beantwortet") if answers else gettext("noch keine"))


def _deeds() -> list[Deed]:
    return [
        Deed(
            "zuordnen", gettext("Einem Thema zuordnen"), why_not=_not_ready, do=_join,
            question=lambda n: ngettext("%(n)s Bedarf einem Thema zuordnen?", "%(n)s Bedarfe einem Thema zuordnen?", n) % {"n": n},
            happens=lambda s: gettext("kommt von „%(topic)s“ zum neuen Thema") % {"topic": s.topic} if s.topic else gettext("kommt zum Thema"),
            intro=gettext("Die Zuordnung lässt sich jederzeit ändern."), form=JoinManyForm,
            submit=gettext("Zuordnen"), said=lambda n: ngettext("%(n)s Bedarf ist zugeordnet.", "%(n)s Bedarfe sind zugeordnet.", n) % {"n": n},
        ),
        Deed(
            "antworten", gettext("Mit derselben Antwort beantworten"), why_not=_not_confirmed, do=_answer,
            question=lambda n: ngettext("%(n)s Bedarf beantworten?", "%(n)s Bedarfe beantworten?", n) % {"n": n},
            happens=lambda s: gettext("bekommt die Antwort per Mail") if s.email else gettext("bekommt die Antwort unter dem privaten Link"),
            intro=gettext("Die Mails gehen in zehn Minuten hinaus. So lange lassen sie sich auf der ersten Seite alle zusammen zurücknehmen."),
            form=AnswerForm, submit=gettext("Antwort schicken"),
            said=lambda n: ngettext("%(n)s Bedarf ist beantwortet.", "%(n)s Bedarfe sind beantwortet.", n) % {"n": n},
        ),
    ]  # fmt: skip


def _join(statement: Statement, *, topic: Topic, by: Any, now: datetime) -> None:
    actions.join(statement=statement, topic=topic, by=by, now=now)


def _answer(statement: Statement, *, text: str, by: Any, now: datetime) -> None:
    actions.answer(statement=statement, text=text, by=by, now=now)


def _not_confirmed(statement: Statement) -> str:
    return "" if statement.confirmed_at else say(Reason("not_confirmed"))


def _not_ready(statement: Statement) -> str:
    return _not_confirmed(statement) or (
        say(Reason("already_split")) if reads.stage_of(statement) == Stage.SPLIT else ""
    )


@office_page
def office_on_behalf(request: CampusRequest) -> HttpResponse:
    """Somebody phoned: the office writes the need down."""
    return take(
        request, form=OnBehalfForm(_sent(request), near=True), title=gettext("Bedarf aufschreiben"),
        intro=gettext("Jemand hat angerufen oder stand vor der Tür. Was Sie hier eintragen, gilt sofort als bestätigt."),
        said=gettext("Der Bedarf ist eingetragen."), back=(reverse("needs:office_statements"), gettext("Zu den Meldungen")),
        do=lambda language, **values: actions.state_need(
            campus=request.campus, by=request.user, now=now(), language=language or "de", on_behalf=True, **values
        ),
        done=_at,
    )  # fmt: skip


def _at(statement: Statement) -> str:
    return reverse("needs:office_statement", args=[statement.pk])


def _statement(request: CampusRequest, pk: int) -> Statement:
    return get_object_or_404(
        reads.statements_seen_by(request.user).select_related("topic", "organisation", "split_from"), pk=pk
    )


def _back(statement: Statement) -> tuple[str, str]:
    return _at(statement), gettext("Zurück zum Bedarf")


@office_page
def office_statement(request: CampusRequest, pk: int) -> HttpResponse:
    """One statement, and what can be done with it."""
    statement = _statement(request, pk)
    facts = [
        *_facts(statement),
        (gettext("E-Mail"), statement.email),
        (gettext("Gemeldet am"), words.day_text(statement.stated_at)),
    ]
    return render(request, "needs/office_statement.html", {
        "statement": statement, "title": words.short(statement.wish) or statement.code, "facts": facts,
        "stage": words.STAGES[reads.stage_of(statement)], "tone": words.TONES[reads.stage_of(statement)],
        "parts": reads.parts_of(statement), "answers": reads.answers_of(statement),
        "join": JoinForm(initial={"topic": statement.topic_id}),
        "private_url": reverse("web:statement", kwargs={"token": reads.token_of(statement)}),
    })  # fmt: skip


@office_page
def office_join(request: CampusRequest, pk: int) -> HttpResponse:
    """To which topic it belongs."""
    statement = _statement(request, pk)
    return take(
        request, form=JoinForm(_sent(request), initial={"topic": statement.topic_id}), title=gettext("Einem Thema zuordnen"),
        said=gettext("Der Bedarf ist zugeordnet."), back=_back(statement), done=_at,
        do=lambda topic: actions.join(statement=statement, topic=topic, by=request.user, now=now()),
    )  # fmt: skip


@office_page
def office_topic_from(request: CampusRequest, pk: int) -> HttpResponse:
    """A new topic from the statement."""
    statement = _statement(request, pk)
    return take(
        request, form=TopicForm(_sent(request), instance=Topic(campus=request.campus)), title=gettext("Neues Thema"),
        intro=gettext("Titel und Zusammenfassung lesen alle. Übernehmen Sie nichts, woran man den Betrieb erkennt."),
        said=gettext("Das Thema steht, der Bedarf ist zugeordnet."), back=_back(statement), done=lambda _: _at(statement),
        do=lambda **values: actions.topic_from(statement=statement, by=request.user, now=now(), **values),
    )  # fmt: skip


@office_page
def office_split(request: CampusRequest, pk: int) -> HttpResponse:
    """Several needs in one sentence become several needs."""
    statement = _statement(request, pk)
    intro = ngettext(
        "Es geht um %(count)s Person.",
        "Zusammen müssen es wieder %(count)s Personen sein. Leere Teile fallen weg.",
        statement.people,
    ) % {"count": statement.people}
    return take(
        request, form=SplitForm(_sent(request), statement=statement), title=gettext("Bedarf aufteilen"), intro=intro,
        said=gettext("Der Bedarf ist aufgeteilt."), back=_back(statement), done=lambda _: _at(statement),
        do=lambda parts: actions.split(statement=statement, parts=parts, by=request.user, now=now()),
    )  # fmt: skip


@office_page
def office_correct(request: CampusRequest, pk: int) -> HttpResponse:
    """What was written down wrongly."""
    statement = _statement(request, pk)
    names = ("wish", "people", "wanted_by", "organisation_name", "organisation")
    form = CorrectForm(_sent(request), initial={name: getattr(statement, name) for name in names})
    return take(
        request,
        form=form,
        title=gettext("Bedarf berichtigen"),
        said=gettext("Gespeichert."),
        back=_back(statement),
        done=_at,
        do=lambda **values: actions.correct(statement=statement, by=request.user, now=now(), **values),
    )


@office_page
def office_answer(request: CampusRequest, pk: int) -> HttpResponse:
    """Writing back."""
    statement = _statement(request, pk)
    mailed = gettext("Die Antwort geht per Mail hinaus und steht unter dem privaten Link.")
    unmailed = gettext("Es gibt keine E-Mail-Adresse. Die Antwort steht nur unter dem privaten Link.")
    return take(
        request, form=AnswerForm(_sent(request)), title=gettext("Antwort schreiben"),
        intro=mailed if statement.email else unmailed, submit=gettext("Antwort schicken"),
        said=gettext("Die Antwort ist unterwegs.") if statement.email else gettext("Die Antwort ist eingetragen."),
        back=_back(statement), done=lambda _: _at(statement),
        do=lambda text: actions.answer(statement=statement, text=text, by=request.user, now=now()),
    )  # fmt: skip


@office_page
def office_statement_remove(request: CampusRequest, pk: int) -> HttpResponse:
    """Spam goes."""
    statement = _statement(request, pk)
    return confirm(
        request, title=gettext("Diesen Bedarf löschen?"), submit=gettext("Löschen"), danger=True, facts=_facts(statement),
        intro=gettext("Nur was kein Bedarf ist, gehört gelöscht. Auch der private Link führt dann ins Leere."),
        said=gettext("Der Bedarf ist gelöscht."), back=_back(statement), done=lambda _: reverse("needs:office_statements"),
        do=lambda: actions.remove_statement(statement=statement, by=request.user, now=now()),
    )  # fmt: skip


# The office: topics and evidence


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
            Column("thema", gettext("Thema"), lambda row: Cell(str(row.topic.title), _topic_url(row.topic.pk)), sort=lambda row: str(row.topic.title)),
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


def _topic(request: CampusRequest, pk: int) -> Topic:
    return get_object_or_404(reads.topics_seen_by(request.user), pk=pk)


def _topic_url(pk: int) -> str:
    return reverse("needs:office_topic", args=[pk])


@office_page
def office_topic(request: CampusRequest, pk: int) -> HttpResponse:
    """One topic: its words, its evidence, its statements."""
    topic = _topic(request, pk)
    return render(request, "needs/office_topic.html", {
        "topic": topic, "title": str(topic.title), "row": reads.topic_strengths([pk], request.user)[pk],
        "evidence": reads.evidence_rows(topic, request.user),
        "statements": reads.statements_seen_by(request.user).filter(topic=topic),
    })  # fmt: skip


@office_page
def office_topic_edit(request: CampusRequest, pk: int | None = None) -> HttpResponse:
    """The words of a new or known topic."""
    topic = _topic(request, pk) if pk else Topic(campus=request.campus)
    back = (
        (_topic_url(pk), gettext("Zurück zum Thema"))
        if pk
        else (reverse("needs:office_topics"), gettext("Zu den Themen"))
    )
    return take(
        request, form=TopicForm(_sent(request), instance=topic), said=gettext("Gespeichert."), back=back,
        title=gettext("Thema ändern") if pk else gettext("Neues Thema"), done=lambda kept: _topic_url(kept.pk),
        do=lambda **values: actions.keep_topic(topic=topic, by=request.user, now=now(), **values),
    )  # fmt: skip


@office_page
def office_topic_remove(request: CampusRequest, pk: int) -> HttpResponse:
    """A topic nothing leans on goes."""
    topic = _topic(request, pk)
    return confirm(
        request, title=gettext("Dieses Thema löschen?"), submit=gettext("Löschen"), danger=True, back=(_topic_url(pk), gettext("Zurück zum Thema")),
        intro=gettext("%(title)s. Seine Belege gehen mit. Das geht nur, solange kein Bedarf und kein Modul daran hängt.") % {"title": topic},
        said=gettext("Das Thema ist gelöscht."), done=lambda _: reverse("needs:office_topics"),
        do=lambda: actions.remove_topic(topic=topic, by=request.user, now=now()),
    )  # fmt: skip


def _evidence(request: CampusRequest, pk: int) -> Evidence:
    return get_object_or_404(reads.evidence_seen_by(request.user), pk=pk)


@office_page
def office_evidence_new(request: CampusRequest, pk: int) -> HttpResponse:
    """New evidence for a topic."""
    return _evidence_page(request, Evidence(campus=request.campus, topic=_topic(request, pk)), gettext("Neuer Beleg"))


@office_page
def office_evidence_edit(request: CampusRequest, pk: int) -> HttpResponse:
    """Evidence, corrected."""
    return _evidence_page(request, _evidence(request, pk), gettext("Beleg ändern"))


def _evidence_page(request: CampusRequest, evidence: Evidence, title: str) -> HttpResponse:
    url = _topic_url(evidence.topic_id)
    return take(
        request, form=EvidenceForm(_sent(request), instance=evidence), title=title, intro=str(evidence.topic),
        said=gettext("Gespeichert."), back=(url, gettext("Zurück zum Thema")), done=lambda _: url,
        do=lambda **values: actions.keep_evidence(evidence=evidence, by=request.user, now=now(), **values),
    )  # fmt: skip


@office_page
def office_evidence_remove(request: CampusRequest, pk: int) -> HttpResponse:
    """Evidence that does not hold goes."""
    evidence = _evidence(request, pk)
    url = _topic_url(evidence.topic_id)
    return confirm(
        request, title=gettext("Diesen Beleg löschen?"), submit=gettext("Löschen"), danger=True, intro=str(evidence.says),
        said=gettext("Der Beleg ist gelöscht."), back=(url, gettext("Zurück zum Thema")), done=lambda _: url,
        do=lambda: actions.remove_evidence(evidence=evidence, by=request.user, now=now()),
    )  # fmt: skip
