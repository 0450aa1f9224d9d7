"""The one way a page takes input: ask, check, do, go on. Nothing typed is lost, a refusal is a sentence at its field."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from glascampus.basics.clock import today
from glascampus.basics.reason import NotAllowed, Refusal
from glascampus.commons.campuses.models import Campus
from glascampus.commons.legal.reads import rulebook
from glascampus.commons.outbox.actions import asked_by_stranger
from glascampus.commons.roles.access import is_office
from glascampus.commons.roll.reads import say

Page = Callable[..., HttpResponse]


class CampusRequest(HttpRequest):
    """A request after the middleware found its campus; pages say so in their signatures."""

    campus: Campus
    stranger_at: str  # the address somebody asks from; "" for this machine itself


def office_page(page: Page) -> Page:
    """Only the office gets in; who has not signed in is asked to, everyone else sees 403."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_office(request.user):
            return page(request, *args, **kwargs)
        if request.user.is_authenticated:
            raise NotAllowed
        return redirect(f"{reverse('web:sign_in')}?{urlencode({'next': request.get_full_path()})}")

    return guarded


def own_page(may: Callable[[Any], bool]) -> Callable[[Page], Page]:
    """Only signed-in people for whom ``may`` holds get in, and nothing on the way keeps what they saw.

    Who has not signed in is asked to and comes back here; everyone else sees 403.
    """

    def guard(page: Page) -> Page:
        @wraps(page)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect(f"{reverse('web:sign_in')}?{urlencode({'next': request.get_full_path()})}")
            if not may(request.user):
                raise NotAllowed
            return page(request, *args, **kwargs)

        return never_cache(guarded)

    return guard


def take(
    request: HttpRequest, *, form: forms.BaseForm, do: Callable[..., Any], done: Callable[[Any], str],
    template: str = "desk/form_page.html", said: str = "", **context: Any,
) -> HttpResponse:  # fmt: skip
    """Show ``form``; on a valid POST call ``do(**cleaned_data)`` and go to ``done(result)``.

    Errors answer 422 with everything still typed in; a ``Refusal`` becomes an error of its field or of the form.
    ``said`` is the sentence shown on the next page (signed-in people only: it needs a session).
    """
    wrong = 422
    if request.method == "POST" and form.is_valid():
        try:
            result = do(**form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as refusal:
            wrong = getattr(refusal, "status", wrong)
            form.add_error(refusal.field if refusal.field in form.fields else None, say(refusal.reason))
        except ValidationError as error:
            put_errors(form, error)
        else:
            if said and request.user.is_authenticated:
                messages.success(request, said)
            return redirect(done(result))
    if isinstance(back := context.get("back"), tuple):
        context["back"], context["back_text"] = back
    status = wrong if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def asked_by_anybody(request: CampusRequest, do: Callable[..., Any], *, field: str) -> Callable[..., Any]:
    """``do`` of a form that anybody can use: the mails it causes are counted, for their mailbox and for the address.

    ``field`` holds the mailbox. The office is exempt, and who signed in with that mailbox, too: they ask for themselves.
    """

    def counted(**values: Any) -> Any:
        own = str(getattr(request.user, "email", "")).casefold()
        if is_office(request.user) or (own and own == str(values.get(field, "")).strip().casefold()):
            return do(**values)
        with asked_by_stranger(address=request.stranger_at, field=field, book=rulebook(today())):
            return do(**values)

    return counted


def put_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """A model's complaints go to the fields the form has, all others to its top."""
    found = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    for name, sentences in found.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def confirm(
    request: HttpRequest, *, title: str, submit: str, do: Callable[[], Any], done: Callable[[Any], str], **context: Any
) -> HttpResponse:
    """A page with a question and one button; the GET changes nothing.

    ``context`` goes to ``desk/confirm_page.html``: intro, facts, back=(url, text), danger, said.
    """
    form = forms.Form(request.POST) if request.method == "POST" else forms.Form()
    return take(
        request, form=form, do=do, done=done, template="desk/confirm_page.html", title=title, submit=submit, **context
    )


def confirm_removal(
    request: HttpRequest, name: object, *, do: Callable[[], Any], to: str, back: tuple[str, str] | None = None
) -> HttpResponse:
    """Whether ``name`` is to be deleted for good; afterwards, and on the way back unless ``back`` says otherwise, to ``to``."""
    return confirm(
        request, title=_("„%(title)s“ löschen?") % {"title": name}, submit=_("Löschen"), danger=True, do=do,
        intro=_("Das lässt sich nicht zurücknehmen."), said=_("Gelöscht."), done=lambda _done: to, back=back or (to, _("Zurück")),
    )  # fmt: skip


def confirm_publishing(
    request: HttpRequest, title: object, *, publish: bool, do: Callable[[], Any], to: str
) -> HttpResponse:
    """Whether everyone is to see something from now on, or only the office again."""
    question = _("„%(title)s“ veröffentlichen?") if publish else _("„%(title)s“ wieder zum Entwurf machen?")
    return confirm(
        request, title=question % {"title": title}, submit=_("Veröffentlichen") if publish else _("Zum Entwurf machen"),
        intro=_("Danach sehen es alle.") if publish else _("Danach sieht es nur noch das Büro."), said=_("Gespeichert."),
        do=do, done=lambda _done: to, back=(to, _("Zurück")),
    )  # fmt: skip
