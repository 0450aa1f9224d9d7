"""The picture that others show beside a link to us (Open Graph): drawn from the words of the page, no photo, nothing to load on our pages."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glascampus.basics import days
from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest
from glascampus.commons.editorial import reads as editorial
from glascampus.engines.documents import DocumentsMissing
from glascampus.engines.documents.previews import PreviewData, preview
from glascampus.stations.courses import reads as courses

KEPT_S = 3600


def of_campus(request: CampusRequest) -> HttpResponse:
    """For every page without a picture of its own."""
    return _drawn(request, title=str(request.campus.claim or request.campus.name), line=str(request.campus.name))


def of_course(request: CampusRequest, slug: str) -> HttpResponse:
    """A course: its title, for whom, and when it begins next."""
    known = courses.course_with_history(slug, request.user)
    if known is None:
        raise Http404
    course, _past = known
    coming = courses.upcoming_runs(now(), request.user).filter(course=course).first()
    line = (
        _("Nächster Termin: %(day)s") % {"day": days.long_with_weekday(coming.starts_at)}
        if coming
        else str(course.audience)
    )
    return _drawn(request, kicker=_("Kurs"), title=str(course.title), line=line, here=2)


def of_news(request: CampusRequest, slug: str) -> HttpResponse:
    """A piece of news: its title and its day."""
    version = get_object_or_404(editorial.news_shown(), page__slug=slug)
    return _drawn(
        request,
        kicker=str(version.page.get_kind_display()),
        title=str(version.title),
        line=days.long_with_weekday(version.dated_on),
    )


def _drawn(request: CampusRequest, *, title: str, line: str, kicker: str = "", here: int = 5) -> HttpResponse:
    """The same words give the same picture, drawn once in each web process."""
    stations = (_("Bedarf"), _("Curriculum"), _("Kurs"), _("Buchung"), _("Nachweis"), _("Wirkung"))
    data = PreviewData(
        language="en" if get_language() == "en" else "de", campus=str(request.campus.name), kicker=kicker, title=title, line=line,
        stations=stations, here=here,
    )  # fmt: skip
    try:
        body = preview(data)
    except DocumentsMissing as missing:
        raise Http404 from missing
    return HttpResponse(body, content_type="image/png", headers={"Cache-Control": f"public, max-age={KEPT_S}"})
