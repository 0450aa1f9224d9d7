"""The office's desk for what is kept by law: legal texts in their versions, the rulebook, remarks on accessibility."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.basics import days
from glascampus.basics.clock import now, today
from glascampus.commons.desk.pages import CampusRequest, confirm, office_page, take
from glascampus.commons.legal import actions, reads
from glascampus.commons.legal.models import LegalText
from glascampus.commons.legal.rules import stored
from glascampus.commons.legal.words import SUBJECTS, VALUES
from glascampus.web.forms import FeedbackAnswerForm, LegalTextForm, RuleForm


@office_page
def texts(request: CampusRequest) -> HttpResponse:
    """Each text with its versions, and what is missing."""
    versions = list(reads.texts_seen_by(request.user))
    holding = {text.pk for text in reads.texts_on(today()).values()}
    groups = [(value, label, [v for v in versions if v.kind == value]) for value, label in LegalText.Kind.choices]
    return render(request, "web/office_texts.html", {"groups": groups, "holding": holding})


@office_page
def text_edit(request: CampusRequest, kind: str) -> HttpResponse:
    """Write the next version: first a look at how it will read, then it is kept."""
    if kind not in LegalText.Kind.values:
        raise Http404
    known = reads.text_of(kind, now())
    first = {"text_de": known.text_de, "text_en": known.text_en} if known else {}
    form = LegalTextForm(request.POST if request.method == "POST" else None, initial={**first, "valid_from": today()})
    preview = request.method == "POST" and "speichern" not in request.POST and form.is_valid()
    context: dict[str, Any] = {"form": form, "title": LegalText.Kind(kind).label, "kind": kind}
    if preview or "weiter" in request.POST:
        return render(request, "web/office_text.html", {**context, "preview": preview})
    return take(
        request, template="web/office_text.html", preview=False, done=lambda _done: reverse("web:office_texts"), said=_("Gespeichert."),
        do=lambda **values: actions.keep_text(campus=request.campus, kind=kind, by=request.user, now=now(), **values), **context,
    )  # fmt: skip


@office_page
def text_version(request: CampusRequest, pk: int) -> HttpResponse:
    """One version as it was."""
    return render(
        request, "web/office_text_version.html", {"text": get_object_or_404(reads.texts_seen_by(request.user), pk=pk)}
    )


@office_page
def rules(request: CampusRequest) -> HttpResponse:
    """The rulebook of today, with the office's own rows on top."""
    own = list(reads.rules_seen_by(request.user))
    mine = {rule.key for rule in own}
    rules_today = reads.rulebook(today()).rows()
    long_ago = reads.unchecked(today())
    groups: dict[str, list[tuple[Any, ...]]] = {}
    for row in rules_today:
        shown = (row, _said(row.value), row.key in mine, row in long_ago)
        groups.setdefault(str(_subject(row.key)), []).append(shown)
    return render(request, "web/office_rules.html", {"groups": sorted(groups.items()), "own": own})


def _subject(key: str) -> Any:
    """What a rule is about; a subject without a name of its own stands under its key."""
    begin = key.partition(".")[0]
    return SUBJECTS.get(begin, begin)


def _said(value: Any) -> Any:
    return VALUES[value] if isinstance(value, str) and value in VALUES else _shown(value)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    shown = stored(value)
    return ", ".join(map(str, shown)) if isinstance(shown, list) else str(shown)


@office_page
def rule_new(request: CampusRequest) -> HttpResponse:
    """A row of the office's own."""
    asked = reads.shipped_row(request.GET.get("regel", ""))
    first = {"key": asked.key, "value": _shown(asked.value)} if asked else {}
    form = RuleForm(request.POST if request.method == "POST" else None, initial={**first, "valid_from": today()})
    back = reverse("web:office_rules")
    return take(
        request, form=form, title=_("Eigene Regel"), submit=_("Speichern"), back=(back, _("Zurück, ohne zu speichern")), said=_("Gespeichert."),
        intro=_("Ihre Zeile gilt ab ihrem Tag und gewinnt gegen die ausgelieferte."), done=lambda _done: back,
        do=lambda **values: actions.keep_rule(campus=request.campus, by=request.user, now=now(), **values),
    )  # fmt: skip


@office_page
def rule_remove(request: CampusRequest, pk: int) -> HttpResponse:
    """Take an own row back."""
    rule = get_object_or_404(reads.rules_seen_by(request.user), pk=pk)
    back = reverse("web:office_rules")
    return confirm(
        request, title=_("Die eigene Zeile „%(key)s“ löschen?") % {"key": rule.key}, submit=_("Löschen"), danger=True,
        intro=_("Dann gilt wieder die ausgelieferte."), back=(back, _("Zurück")), done=lambda _done: back,
        do=lambda: actions.remove_rule(rule=rule, by=request.user, now=now()), said=_("Gelöscht."),
    )  # fmt: skip


@office_page
def feedback(request: CampusRequest) -> HttpResponse:
    """Remarks on accessibility, newest first."""
    rows = [
        [(one.what[:80], reverse("web:feedback_answer", args=[one.pk])), one.place, days.short(one.received_at),
         _("beantwortet") if one.answered_at else _("offen")]
        for one in reads.feedback_seen_by(request.user)[:200]
    ]  # fmt: skip
    return render(request, "desk/list_page.html", {
        "title": _("Rückmeldungen zur Barrierefreiheit"), "rows": rows, "columns": [_("Was"), _("Wo"), _("Eingegangen"), _("Stand")],
        "empty": _("Bisher hat niemand eine Barriere gemeldet."),
    })  # fmt: skip


@office_page
def feedback_answer(request: CampusRequest, pk: int) -> HttpResponse:
    """Answer one."""
    remark = get_object_or_404(reads.feedback_seen_by(request.user), pk=pk)
    form = FeedbackAnswerForm(request.POST if request.method == "POST" else None)
    back = reverse("web:office_feedback")
    facts = [(_("Was"), remark.what), (_("Wo"), remark.place), (_("Antwort an"), remark.email or _("niemand, es gibt keine Adresse")),
             (_("Unsere Antwort"), remark.answer)]  # fmt: skip
    return take(
        request, form=form, template="desk/confirm_page.html", title=_("Rückmeldung beantworten"), submit=_("Antworten und schließen"),
        facts=facts, back=(back, _("Zurück")), done=lambda _done: back, said=_("Erledigt."),
        do=lambda **values: actions.answer_feedback(feedback=remark, by=request.user, now=now(), **values),
    )  # fmt: skip
