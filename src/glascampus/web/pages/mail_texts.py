"""The office's own words in mails: what can be worded, with a preview on a real booking or need."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.commons.desk import actions
from glascampus.commons.desk.pages import CampusRequest, confirm, office_page, take
from glascampus.commons.outbox import reads, words
from glascampus.commons.outbox.actions import written
from glascampus.commons.outbox.rules import Sample
from glascampus.commons.roll.reads import announced
from glascampus.web.forms import MailTextForm


@office_page
def kinds(request: CampusRequest) -> HttpResponse:
    """Every kind of mail, in both languages."""
    own = reads.worded()
    here = get_language() or "de"
    rows = [
        [reads.title_of(kind, here), *[_cell(kind, code, own) for code in words.LANGUAGES]] for kind in reads.kinds()
    ]
    return render(request, "desk/list_page.html", {
        "title": _("Mailtexte"), "rows": rows, "columns": [_("Mail"), *words.LANGUAGES.values()],
        "intro": _("Betreff, Anrede, einleitende und schließende Sätze sind Ihre Sache. Termine, Preise und Links setzt der Campus ein."),
        "empty": "",
    })  # fmt: skip


def _cell(kind: str, language: str, own: set[tuple[str, str]]) -> tuple[str, str]:
    said = _("eigene Worte") if (kind, language) in own else _("wie geliefert")
    return said, _url("mail_text", kind, language)


def _url(name: str, kind: str, language: str, *more: int) -> str:
    return reverse(f"web:{name}", args=[kind, language, *more])


def _known(kind: str, language: str) -> None:
    if kind not in reads.kinds() or language not in words.LANGUAGES:
        raise Http404


@office_page
def one(request: CampusRequest, kind: str, language: str) -> HttpResponse:
    """The words of one mail; "Vorschau" shows what was typed on the newest booking or need and stores nothing."""
    _known(kind, language)
    parts, own = reads.parts_of(kind, language), reads.own_words(kind, language)
    form = MailTextForm(request.POST if request.method == "POST" else None, parts=parts, own=own, lang=language)
    if "preview" in request.POST and form.is_valid():
        return render(
            request, "web/mail_text.html", {"form": form, **_page(request, kind, language, form.cleaned_data)}
        )

    def do(**typed: str) -> Any:
        return actions.word_mail(
            campus=request.campus, kind=kind, language=language, parts=typed, by=request.user, now=now()
        )

    return take(
        request, form=form, do=do, done=lambda _done: _url("mail_text", kind, language), said=_("Die Worte gelten ab der nächsten Mail."),
        template="web/mail_text.html", **_page(request, kind, language, own),
    )  # fmt: skip


def _page(request: CampusRequest, kind: str, language: str, parts: dict[str, str]) -> dict[str, Any]:
    about, subject, body = _preview(request, kind, language, {name: text for name, text in parts.items() if text})
    return {
        "title": reads.title_of(kind, get_language() or "de"), "kind": kind, "language": language, "about": about,
        "subject": subject, "body": body, "versions": reads.texts(kind, language)[:20], "submit": _("Speichern"),
        "is_own": (kind, language) in reads.worded(), "back": reverse("web:mail_texts"), "back_text": _("Alle Mailtexte"),
    }  # fmt: skip


def _preview(request: CampusRequest, kind: str, language: str, parts: dict[str, str]) -> tuple[str, str, str]:
    """About what, subject and body; empty while there is nothing to show it on. Nothing is sent or stored."""
    samples: dict[str, Sample] = {sample.app: sample for sample in announced("mail_samples")}
    sample = samples.get(kind.partition(".")[0])
    found = sample.context() if sample else None
    if found is None:
        return "", "", ""
    about, context = found
    template = reads.template_of(kind)
    return (
        about,
        *written(campus=request.campus, template=template, context=context, language=language, parts=parts),
    )


@office_page
def restore(request: CampusRequest, kind: str, language: str, pk: int) -> HttpResponse:
    """Take an older version again (0: the shipped words); it becomes a new version."""
    _known(kind, language)
    parts = reads.version(kind, language, pk)
    if parts is None:
        raise Http404
    return confirm(
        request, title=_("Diese Fassung wieder nehmen?") if pk else _("Zurück zum gelieferten Text?"), submit=_("Ja, nehmen"),
        facts=[(words.PARTS.get(name, name), text) for name, text in parts.items()],
        do=lambda: actions.word_mail(campus=request.campus, kind=kind, language=language, parts=parts, by=request.user, now=now()),
        done=lambda _done: _url("mail_text", kind, language), back=(_url("mail_text", kind, language), _("Zurück")),
    )  # fmt: skip
