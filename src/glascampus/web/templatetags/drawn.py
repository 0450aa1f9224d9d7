"""Small pictures with their sentence: the bar and the ladder. Every template has them without ``load``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext

from glascampus.web.pictures import Bar, Rung, bar_of, rungs_of
from glascampus.web.templatetags.moments import day_short

register = template.Library()


@register.inclusion_tag("web/_bar.html")
def bar(
    *, firm: int, need: int, reserved: int = 0, until: date | None = None, quiet: bool = False
) -> dict[str, Bar | str | bool]:
    """How far something is: ``firm`` full, ``reserved`` dashed, ``need`` as a mark; ``quiet`` keeps the sentence for screen readers only."""
    parts = [gettext("%(count)s fest") % {"count": firm}]
    if reserved:
        parts.append(gettext("%(count)s vorgemerkt") % {"count": reserved})
    needed = gettext("%(count)s nötig bis %(day)s") if until else gettext("%(count)s nötig")
    parts.append(needed % {"count": need, "day": day_short(until)})
    return {"bar": bar_of(firm=firm, reserved=reserved, need=need), "text": ", ".join(parts), "quiet": quiet}


@register.inclusion_tag("web/_ladder.html")
def ladder(steps: Iterable[Sequence[Any]], caption: str = "") -> dict[str, list[Rung] | str]:
    """Picture and table of the ladder of demand; ``steps`` are (label, value or None, shown text[, firm])."""
    rungs = rungs_of(steps)
    return {"rungs": rungs, "height": f"{len(rungs) * 3.4:.1f}em", "caption": caption}
