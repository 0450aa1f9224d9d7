"""The menus of a page, its part of the handbook, and whether it is one of the office. Every template has them without ``load``."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.template import Context

from glascampus.web.handbook import help_address, help_title
from glascampus.web.help_places import OFFICE_ELSE, PLACE_OF
from glascampus.web.menus import FOOT, OFFICE, OWN_PAGES, PUBLIC, Entry, entries, jumps, url_of

register = template.Library()


@register.simple_tag(takes_context=True)
def menu(context: Context) -> list[Entry]:
    """The main menu as entries that lead somewhere: the office's below ``web:board``, else the public one.

    A page about a thing of another station names that thing's page as ``belongs_to``.
    """
    return entries(OFFICE if in_office(context) else PUBLIC, str(context.get("belongs_to") or _path(context)))


@register.simple_tag(takes_context=True)
def foot_menu(context: Context) -> list[Entry]:
    """Imprint, privacy, accessibility, model: those that are built."""
    return entries(FOOT, _path(context))


@register.simple_tag(takes_context=True)
def own_pages(context: Context) -> list[Entry]:
    """The pages of the reader's own roles (``roles`` of the context): those that are built and where one is not already."""
    roles = context.get("roles") or ()
    return [e for e in entries([OWN_PAGES[role] for role in OWN_PAGES if role in roles], _path(context)) if not e.here]


@register.simple_tag
def jump_keys() -> list[tuple[str, Entry]]:
    """The letters that lead somewhere after "g"."""
    return jumps()


@register.simple_tag(takes_context=True)
def in_office(context: Context) -> bool:
    """Does this page lie below the office's board, and is the reader of the office? Others see 403 there, under their own menu."""
    board = url_of("web:board")
    return bool(board) and _path(context).startswith(board) and "office" in (context.get("roles") or ())


@register.inclusion_tag("web/_help.html", takes_context=True)
def help_link(context: Context) -> dict[str, str]:
    """A link to the part of the handbook that is about this page; where none is, to its contents."""
    request = context.get("request")
    found = getattr(request, "resolver_match", None)
    place = PLACE_OF.get(found.view_name, "") if found else ""
    if not place and in_office(context):
        place = OFFICE_ELSE
    return {"url": help_address(place), "about": help_title(place)}


def _path(context: Context) -> str:
    request: HttpRequest | None = context.get("request")
    return request.path if request is not None else ""
