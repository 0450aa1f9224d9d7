"""The Monday letter as it would be written now, and the switch that orders it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, office_page
from glascampus.commons.monday import reads
from glascampus.commons.monday.actions import TEMPLATE, want_letter
from glascampus.commons.monday.rules import next_letter
from glascampus.commons.outbox.actions import written
from glascampus.commons.outbox.reads import kind_of, own_words


@office_page
def monday(request: CampusRequest) -> HttpResponse:
    """Read it before one wants it; the button orders or ends it."""
    moment, language = now(), get_language() or "de"
    if request.method == "POST":
        wanted = request.POST.get("wanted") == "1"
        want_letter(campus=request.campus, wanted=wanted, language=language, by=request.user, now=moment)
        messages.success(request, _("Der nächste Brief kommt am Montag.") if wanted else _("Es kommt kein Brief mehr."))
        return redirect("web:monday")
    subject, body = written(
        campus=request.campus, template=TEMPLATE, context=reads.context_of(request.user, language, moment), language=language,
        parts=own_words(kind_of(TEMPLATE), language),
    )  # fmt: skip
    return render(request, "web/monday.html", {
        "subject": subject, "body": body, "wants": reads.subscription_of(request.user), "next": next_letter(moment), "language": language[:2],
    })  # fmt: skip
