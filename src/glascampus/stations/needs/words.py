"""The sentences of this station."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from glascampus.basics import days
from glascampus.engines.disclosure import Disclosed
from glascampus.stations.needs.rules import Rung, Stage, Strength, day_of

SENTENCES = {
    "found_need": pgettext_lazy("one", "Bedarf"),
    "found_statement": _("Meldung"),
    "mail_needs.answer": _("Antwort auf einen Bedarf"),
    "mail_needs.confirm": _("Bitte, einen Bedarf zu bestätigen"),
    "mail_needs.confirmed": _("Bedarf bestätigt, und wo er steht"),
    "too_many_mails": _(
        "An diese Adresse gingen heute schon %(most)s Mails. Bitte bestätigen Sie erst einen der Bedarfe dort, "
        "oder versuchen Sie es morgen wieder."
    ),
    "split_must_fit": _("Die Teile müssen zusammen %(people)s Personen ergeben, und es müssen mindestens zwei sein."),
    "part_keeps_people": _("Die Zahl der Personen gehört zu einer Aufteilung und kann hier nicht geändert werden."),
    "already_split": _("Dieser Bedarf ist schon aufgeteilt. Arbeiten Sie bitte mit den Teilen weiter."),
    "not_confirmed": _("Dieser Bedarf ist noch nicht bestätigt."),
    "no_such_day": _("Bitte schreiben Sie das Datum so: 2027, 2027-03 oder 2027-03-15."),
}
RUNGS = {
    Rung.MENTIONED: _("genannt"),
    Rung.WOULD_SEND: _("Betriebe würden schicken"),
    Rung.RESERVED: _("vorgemerkt"),
    Rung.CONFIRMED: _("bestätigt"),
    Rung.BOOKED: _("gebucht"),
    Rung.ATTENDED: _("waren da"),
}
STAGES = {
    Stage.STATED: _("wartet auf Bestätigung"),
    Stage.CONFIRMED: _("noch keinem Thema zugeordnet"),
    Stage.JOINED: _("einem Thema zugeordnet"),
    Stage.SPLIT: _("aufgeteilt"),
}
TONES = {Stage.STATED: "plain", Stage.CONFIRMED: "warn", Stage.JOINED: "ok", Stage.SPLIT: "plain"}


def firms_text(firms: Disclosed, *, at_least: bool = False) -> str:
    """Says "6 Betriebe", "mindestens 6 Betriebe", "weniger als 3 Betriebe", "einzelne Betriebe"; "" for none."""
    if firms.kind == "below":
        return gettext("weniger als %(count)s Betriebe") % {"count": firms.threshold}
    if firms.kind == "hidden":
        return gettext("einzelne Betriebe")
    if not firms.value:
        return ""
    many = ngettext("%(count)s Betrieb", "%(count)s Betriebe", firms.value) % {"count": firms.value}
    return gettext("mindestens %(what)s") % {"what": many} if at_least else many


def evidence_text(strength: Strength, firms: Disclosed, *, at_least: bool = False) -> str:
    """What a topic stands on, in one line: "6 Betriebe, 4 Gespräche, 1 Umfrage"."""
    talks, surveys = strength.interviews, strength.surveys
    parts = [
        firms_text(firms, at_least=at_least),
        ngettext("%(count)s Gespräch", "%(count)s Gespräche", talks) % {"count": talks} if talks else "",
        ngettext("%(count)s Umfrage oder Untersuchung", "%(count)s Umfragen oder Untersuchungen", surveys)
        % {"count": surveys}
        if surveys
        else "",
    ]
    return ", ".join(part for part in parts if part) or gettext("noch kein Beleg")


def dated_text(dated: str) -> str:
    """Says "2019-07" as "Juli 2019"; a year stays a year, an unknown date says so."""
    return gettext("ohne Datum") if day_of(dated) is None else days.dated(dated)


def stated_text() -> str:
    """What stands for the needs stated here; their words are never shown."""
    return gettext("Bei uns gemeldet und per Mail bestätigt.")


def month_text(moment: datetime) -> str:
    """The campus month of a moment: "März 2027"."""
    return days.month(moment)


def span_text(first: str, last: str) -> str:
    """Says "Januar 2027 bis März 2027", or one month alone."""
    return first if first == last else gettext("%(begin)s bis %(end)s") % {"begin": first, "end": last}


def day_text(moment: date | None) -> str:
    """A campus day: "15. März 2027"; "" for none."""
    return days.long(moment)


def short(wish: str, most: int = 90) -> str:
    """The beginning of what somebody wants, as a title."""
    line = " ".join(wish.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
