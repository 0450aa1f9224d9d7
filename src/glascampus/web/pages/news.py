"""What is new: the list, one piece of news, the Atom feed, and the pictures of all pages."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.commons.desk.pages import CampusRequest
from glascampus.commons.editorial import reads
from glascampus.commons.editorial.models import Page, PageVersion, Picture
from glascampus.engines import feeds
from glascampus.engines.markdown import first_of, html_of
from glascampus.web.jsonld import data_block

PER_PAGE, IN_FEED = 20, 30
ADDRESSES = {"nachrichten": Page.Kind.NEWS, "presse": Page.Kind.PRESS, "termine": Page.Kind.EVENT}


def news(request: CampusRequest) -> HttpResponse:
    """Newest first; one kind alone by a plain link."""
    wanted = request.GET.get("art", "")
    page = Paginator(reads.news_shown(ADDRESSES.get(wanted, "")), PER_PAGE).get_page(request.GET.get("seite"))
    names = {"": _("Alles"), "nachrichten": _("Nachrichten"), "presse": _("Presse"), "termine": _("Veranstaltungen")}
    choices = [
        (label, f"?art={word}" if word else reverse("web:news"), word == wanted) for word, label in names.items()
    ]
    return render(request, "web/news.html", {"page": page, "choices": choices})


def item(request: CampusRequest, slug: str) -> HttpResponse:
    """One piece of news."""
    version = _shown(slug)
    pictures = list(reads.pictures_of(version))
    return render(request, "web/news_item.html", {
        "version": version, "pictures": pictures, "jsonld": _jsonld(request, version, pictures), "has_preview": True,
    })  # fmt: skip


def _shown(slug: str) -> PageVersion:
    return get_object_or_404(reads.news_shown(), page__slug=slug)


def _jsonld(request: CampusRequest, version: PageVersion, pictures: list[Picture]) -> SafeString | str:
    """Something one can come to."""
    if version.page.kind != Page.Kind.EVENT or version.starts_at is None:
        return ""
    picture = request.build_absolute_uri(reverse("web:picture", args=[pictures[0].name])) if pictures else ""
    return data_block(
        feeds.jsonld_event(
            name=str(version.title), description=first_of(str(version.body)), url=_url(request, version), starts_at=version.starts_at,
            ends_at=version.ends_at, place=version.place, organiser=str(request.campus.name), picture=picture,
            organiser_url=request.build_absolute_uri(reverse("web:home")), language=get_language() or "de",
        )
    )  # fmt: skip


def _url(request: CampusRequest, version: PageVersion) -> str:
    return request.build_absolute_uri(reverse("web:news_item", args=[version.page.slug]))


@conditional_page
def news_atom(request: CampusRequest) -> HttpResponse:
    """The newest news to subscribe to, in the language of the address."""
    versions = list(reads.news_shown()[:IN_FEED])
    changed = max((_at(v.published_at) for v in versions), default=request.campus.made_at)
    body = feeds.atom(
        [_told(request, version) for version in versions], title=_("%(campus)s: Aktuelles") % {"campus": request.campus.name},
        url=request.build_absolute_uri(reverse("web:news")), own_url=request.build_absolute_uri(reverse("web:news_atom")),
        author=str(request.campus.name), language=get_language() or "de", changed_at=changed,
    )  # fmt: skip
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


def _told(request: CampusRequest, version: PageVersion) -> feeds.Told:
    published = _at(version.published_at)
    dated = datetime.combine(version.dated_on, time(12), CAMPUS_ZONE) if version.dated_on else published
    return feeds.Told(
        url=_url(request, version), title=str(version.title), summary=first_of(str(version.body)), html=html_of(str(version.body)),
        published_at=dated, changed_at=published, kind=version.page.kind,
    )  # fmt: skip


def _at(moment: datetime | None) -> datetime:
    """What is public has a moment since when."""
    assert moment is not None
    return moment


def picture(request: CampusRequest, name: str) -> Any:
    """A picture, as long as it may be shown; asked anew each time, so that a withdrawn consent counts at once."""
    found = get_object_or_404(reads.pictures_seen_by(request.user), file=f"{reads.FOLDER}/{name}.jpg")
    file = reads.file_of(found)
    if not file.is_file():
        raise Http404
    response = FileResponse(file.open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response
