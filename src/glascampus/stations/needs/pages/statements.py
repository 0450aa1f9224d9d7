"""The office's work on one statement."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, confirm, office_page, take
from glascampus.commons.outbox.words import LANGUAGES
from glascampus.stations.needs import actions, reads, words
from glascampus.stations.needs.forms import AnswerForm, CorrectForm, JoinForm, OnBehalfForm, SplitForm, TopicForm
from glascampus.stations.needs.models import Statement, Topic
from glascampus.stations.needs.pages.public import facts_of, sent


def statement_page(statement: Statement) -> str:
    return reverse("needs:office_statement", args=[statement.pk])


def _statement(request: CampusRequest, pk: int) -> Statement:
    return get_object_or_404(
        reads.statements_seen_by(request.user).select_related("topic", "proposed_topic", "organisation", "split_from"),
        pk=pk,
    )


def _back(statement: Statement) -> tuple[str, str]:
    return statement_page(statement), gettext("Zurück zum Bedarf")


def _facts(statement: Statement) -> list[tuple[str, object]]:
    """What the office knows of who asked, beside what everybody with the link sees."""
    return [
        *facts_of(statement),
        (gettext("E-Mail"), statement.email),
        (gettext("Gemeldet am"), words.day_text(statement.stated_at)),
        (gettext("Gemeldet zum Thema"), statement.proposed_topic),
    ]


def _joined(statement: Statement) -> dict[str, object]:
    """The topic of a statement; until it has one, that from whose page it came is chosen already."""
    return {"topic": statement.topic_id or statement.proposed_topic_id}


def _asked(statement: Statement) -> list[tuple[str, object]]:
    """What an answer answers, and in which language it goes out."""
    topic = statement.topic or words.STAGES[reads.stage_of(statement)]
    return [
        *_facts(statement),
        (gettext("Thema"), topic),
        (gettext("Sprache der Mails"), LANGUAGES.get(statement.language, "")),
    ]


@office_page
def office_on_behalf(request: CampusRequest) -> HttpResponse:
    """Somebody phoned: the office writes the need down."""
    return take(
        request, form=OnBehalfForm(sent(request), near=True), title=gettext("Bedarf aufschreiben"),
        intro=gettext("Jemand hat angerufen oder stand vor der Tür. Was Sie hier eintragen, gilt sofort als bestätigt."),
        said=gettext("Der Bedarf ist eingetragen."), back=(reverse("needs:office_statements"), gettext("Zu den Meldungen")),
        do=lambda language, **values: actions.state_need(
            campus=request.campus, by=request.user, now=now(), language=language or "de", on_behalf=True, **values
        ),
        done=statement_page,
    )  # fmt: skip


@office_page
def office_statement(request: CampusRequest, pk: int) -> HttpResponse:
    """One statement, and what can be done with it."""
    statement = _statement(request, pk)
    return render(request, "needs/office_statement.html", {
        "statement": statement, "title": words.short(statement.wish) or statement.code, "facts": _facts(statement),
        "stage": words.STAGES[reads.stage_of(statement)], "tone": words.TONES[reads.stage_of(statement)],
        "parts": reads.parts_of(statement), "answers": reads.answers_of(statement),
        "join": JoinForm(initial=_joined(statement)),
        "private_url": reverse("web:statement", kwargs={"token": reads.token_of(statement)}),
    })  # fmt: skip


@office_page
def office_join(request: CampusRequest, pk: int) -> HttpResponse:
    """To which topic it belongs."""
    statement = _statement(request, pk)
    return take(
        request, form=JoinForm(sent(request), initial=_joined(statement)), title=gettext("Einem Thema zuordnen"),
        said=gettext("Der Bedarf ist zugeordnet."), back=_back(statement), done=statement_page,
        do=lambda topic: actions.join(statement=statement, topic=topic, by=request.user, now=now()),
    )  # fmt: skip


@office_page
def office_topic_from(request: CampusRequest, pk: int) -> HttpResponse:
    """A new topic from the statement."""
    statement = _statement(request, pk)
    return take(
        request, form=TopicForm(sent(request), instance=Topic(campus=request.campus)), title=gettext("Neues Thema"),
        intro=gettext("Titel und Zusammenfassung lesen alle. Übernehmen Sie nichts, woran man den Betrieb erkennt."),
        said=gettext("Das Thema steht, der Bedarf ist zugeordnet."), back=_back(statement), done=lambda _: statement_page(statement),
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
        request, form=SplitForm(sent(request), statement=statement), title=gettext("Bedarf aufteilen"), intro=intro,
        said=gettext("Der Bedarf ist aufgeteilt."), back=_back(statement), done=lambda _: statement_page(statement),
        do=lambda parts: actions.split(statement=statement, parts=parts, by=request.user, now=now()),
    )  # fmt: skip


@office_page
def office_correct(request: CampusRequest, pk: int) -> HttpResponse:
    """What was written down wrongly."""
    statement = _statement(request, pk)
    names = ("wish", "people", "wanted_by", "organisation_name", "organisation")
    form = CorrectForm(sent(request), initial={name: getattr(statement, name) for name in names})
    return take(
        request,
        form=form,
        title=gettext("Bedarf berichtigen"),
        said=gettext("Gespeichert."),
        back=_back(statement),
        done=statement_page,
        do=lambda **values: actions.correct(statement=statement, by=request.user, now=now(), **values),
    )


@office_page
def office_answer(request: CampusRequest, pk: int) -> HttpResponse:
    """Writing back."""
    statement = _statement(request, pk)
    mailed = gettext("Die Antwort geht per Mail hinaus und steht unter dem privaten Link.")
    unmailed = gettext("Es gibt keine E-Mail-Adresse. Die Antwort steht nur unter dem privaten Link.")
    return take(
        request, form=AnswerForm(sent(request)), title=gettext("Antwort schreiben"),
        intro=mailed if statement.email else unmailed, facts=_asked(statement), submit=gettext("Antwort schicken"),
        said=gettext("Die Antwort ist unterwegs.") if statement.email else gettext("Die Antwort ist eingetragen."),
        back=_back(statement), done=lambda _: statement_page(statement),
        do=lambda text: actions.answer(statement=statement, text=text, by=request.user, now=now()),
    )  # fmt: skip


@office_page
def office_statement_remove(request: CampusRequest, pk: int) -> HttpResponse:
    """Spam goes."""
    statement = _statement(request, pk)
    return confirm(
        request, title=gettext("Diesen Bedarf löschen?"), submit=gettext("Löschen"), danger=True, facts=facts_of(statement),
        intro=gettext("Nur was kein Bedarf ist, gehört gelöscht. Auch der private Link führt dann ins Leere."),
        said=gettext("Der Bedarf ist gelöscht."), back=_back(statement), done=lambda _: reverse("needs:office_statements"),
        do=lambda: actions.remove_statement(statement=statement, by=request.user, now=now()),
    )  # fmt: skip
