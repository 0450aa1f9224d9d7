"""Pages, news and pictures, made as the office makes them."""

from __future__ import annotations

import io
from datetime import date, datetime
from functools import cache
from typing import Any

from PIL import Image

from glascampus.commons.campuses.models import Campus
from glascampus.commons.editorial.actions import add_picture, keep_page, publish
from glascampus.commons.editorial.models import Page, PageVersion, Picture
from glascampus.commons.journal.rules import SYSTEM
from tests.build.commons import NOW

AGREED = {"shows_people": True, "consent_by": "Dora Muster", "consent_email": "dora@example.org", "consent_on": date(2027, 2, 1)}
DESCRIBED = {"alt_de": "Eine Scheibe im Licht", "alt_en": "A pane in the light", "author": "Campus", "licence": "eigenes Bild"}


def draft(campus: Campus, title: str = "Das Haus ist offen", *, now: datetime = NOW, **words: Any) -> PageVersion:
    """News that only the office sees."""
    values = {"kind": Page.Kind.NEWS, "title_en": f"{title} (en)", "body_de": "Kommen Sie herein.", "body_en": "Come in.",
              "dated_on": date(2027, 2, 20), **words}  # fmt: skip
    return keep_page(campus=campus, by=SYSTEM, now=now, title_de=title, **values)


def news(campus: Campus, title: str = "Das Haus ist offen", *, now: datetime = NOW, **words: Any) -> PageVersion:
    """News that everybody reads."""
    version = draft(campus, title, now=now, **words)
    return publish(page=version.page, by=SYSTEM, now=now)


def page(campus: Campus, slug: str = "jugend", title: str = "Für junge Leute", **words: Any) -> PageVersion:
    """A page that stays, public."""
    return news(campus, title, slug=slug, kind=Page.Kind.PAGE, dated_on=None, **words)


def picture(version: PageVersion, *, now: datetime = NOW, **told: Any) -> Picture:
    """A photo that may be shown, unless ``told`` takes something away."""
    return add_picture(page=version.page, photo=jpeg(), by=SYSTEM, now=now, **{**DESCRIBED, **told})


@cache
def jpeg(size: tuple[int, int] = (640, 480), **how: Any) -> bytes:
    """A photo of nothing."""
    out = io.BytesIO()
    Image.new("RGB", size, (10, 101, 88)).save(out, "JPEG", **how)
    return out.getvalue()
