"""The office's list of statements."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from glascampus.basics.clock import now
from glascampus.basics.reason import Reason
from glascampus.basics.text import columns_of
from glascampus.commons.desk.pages import CampusRequest, office_page
from glascampus.commons.desk.pages.lists import listed
from glascampus.commons.desk.rules import Cell, Column, Deed, Filter, Listing
from glascampus.commons.roll.reads import say
from glascampus.stations.needs import actions, reads, words
from glascampus.stations.needs.forms import AnswerForm, JoinManyForm
from glascampus.stations.needs.models import Statement, Topic
from glascampus.stations.needs.pages.statements import statement_page
from glascampus.stations.needs.rules import Stage, is_overdue


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
        Column("bedarf", gettext("Bedarf"), lambda s: Cell(_name(s), statement_page(s)), lambda s: s.wish, ("wish",)),
        Column("von", gettext("Von"), lambda s: s.organisation_name or gettext("eine Privatperson"), sort=("organisation_name",)),
        Column("personen", gettext("Personen"), lambda s: s.people, sort=("people",), style="num"),
        Column("gemeldet", gettext("Gemeldet"), lambda s: s.stated_at, sort=("stated_at",), write="day", style="num"),
        Column("bis", gettext("Bis wann"), lambda s: s.wanted_by, sort=("wanted_by",), write="day", shown=False, style="num"),
        Column("stand", gettext("Stand"), _stage_cell, sort=(columns_of("topic__title"), "confirmed_at")),
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
            intro=gettext("Die Mails gehen in zehn Minuten hinaus. So lange lassen sie sich unter „Heute“ alle zusammen zurücknehmen."),
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
