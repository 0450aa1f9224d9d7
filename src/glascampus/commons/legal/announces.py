"""What legal texts, rules and remarks add to the lists of the house, and the daily end of what is past its time."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from glascampus.basics.clock import today
from glascampus.commons.legal import actions, reads
from glascampus.commons.legal.models import Feedback, LegalText
from glascampus.commons.roll.rules import (
    BoardItem,
    Check,
    Erased,
    Fault,
    Keep,
    Personal,
    Section,
    Tick,
    missing_versions,
)

LOOK_EVERY_S = 60
SHORT = 60


def checks() -> list[Check]:
    """Versions of a legal text are numbered without a gap: none was taken away."""
    return [Check("thread", _versions)]


def _versions() -> tuple[int, list[Fault]]:
    texts = list(LegalText.objects.order_by("kind", "number").values_list("pk", "kind", "number"))
    return len(texts), missing_versions("legal.legaltext", texts)


def ticks() -> list[Tick]:
    """Once a day and campus; looked at every minute, so that a day that was interrupted goes on."""
    return [Tick("legal.end_past", LOOK_EVERY_S, lambda now: actions.sweep(now=now))]


def retention() -> list[Keep]:
    """Texts stay as long as a booking may point to them."""
    return [
        Keep("legal.LegalText", gettext_lazy("zeigt, welcher Text wann galt"), None),
        Keep("legal.Rule", gettext_lazy("eigene Zeilen des Regelwerks mit Quelle"), None),
        Keep("legal.Sweep", gettext_lazy("zeigt, was an welchem Tag gelöscht wurde, nur Zahlen"), None),
        Keep(
            "legal.Feedback", gettext_lazy("Hinweise auf Barrieren beantworten"), None, personal=True, basis="duty",
            rule="retention.feedback_days", past=lambda before: Feedback.objects.filter(received_at__lt=before),
        ),
    ]  # fmt: skip


def personal() -> list[Personal]:
    """Remarks are found by mailbox."""
    return [Personal("legal", _export, _erase)]


def _export(email: str) -> dict[str, list[dict[str, object]]]:
    found = Feedback.objects.filter(email__iexact=email)
    columns = ("what", "place", "email", "received_at", "answer", "answered_at")
    return {"legal.feedback": [dict(row) for row in found.values(*columns)]}


def _erase(email: str, now: datetime) -> Erased:
    return Erased({"legal.feedback": actions.forget(email=email)})


def board(now: datetime) -> list[BoardItem]:
    """Remarks on accessibility that wait for an answer, texts that the law asks for, and rules nobody has looked at for long."""
    return _texts(now) + _rules(now) + [
        BoardItem(
            _("Rückmeldung zur Barrierefreiheit: %(what)s") % {"what": _short(remark.what)},
            _since((now - remark.received_at).days),
            reverse("web:feedback_answer", args=[remark.pk]), _("Antworten"), urgency=20, section=Section.US,
        )
        for remark in reads.unanswered()[:20]
    ]  # fmt: skip


def _since(waiting: int) -> str:
    if not waiting:
        return _("seit weniger als einem Tag")
    return ngettext("seit einem Tag", "seit %(days)s Tagen", waiting) % {"days": waiting}


def _texts(now: datetime) -> list[BoardItem]:
    """A demo needs none: nobody can book there."""
    missing = [] if reads.is_demo() else reads.missing_texts(today(now))
    if not missing:
        return []
    title = ngettext("Ein Rechtstext fehlt", "%(number)s Rechtstexte fehlen", len(missing)) % {"number": len(missing)}
    detail = _("Noch nicht geschrieben: %(names)s. Ohne diese Texte darf die Website nicht ans Netz.")
    names = ", ".join(str(LegalText.Kind(kind).label) for kind in missing)
    return [
        BoardItem(
            title,
            detail % {"names": names},
            reverse("web:office_texts"),
            _("Schreiben"),
            urgency=80,
            section=Section.DUE,
        )
    ]


def _rules(now: datetime) -> list[BoardItem]:
    old = reads.unchecked(today(now))
    if not old:
        return []
    title = ngettext("Eine Regel wieder ansehen", "%(number)s Regeln wieder ansehen", len(old)) % {"number": len(old)}
    detail = _("Seit zwei Jahren nicht mehr geprüft: %(keys)s")
    keys = ", ".join(row.key for row in old[:3])
    return [
        BoardItem(
            title, detail % {"keys": keys}, reverse("web:office_rules"), _("Ansehen"), urgency=1, section=Section.DUE
        )
    ]


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT].rstrip()} …"
