"""What a kind of mail says: its parts as shipped, and the office's own words for them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.apps import apps
from django.db.models import QuerySet
from django.template import Context, Template
from django.template.loader import get_template
from django.utils import translation

from glascampus.basics.reason import Reason
from glascampus.commons.outbox.models import MailText
from glascampus.commons.outbox.rules import Part
from glascampus.commons.outbox.templatetags.letters import PartNode
from glascampus.commons.roll.reads import say


@cache
def kinds() -> tuple[str, ...]:
    """All kinds of mail whose words can be changed, by app."""
    found = []
    for config in apps.get_app_configs():
        files = sorted((Path(config.path) / "templates" / config.label / "mail").glob("*.txt"))
        found += [f"{config.label}.{file.stem}" for file in files]
    return tuple(kind for kind in found if _part_nodes(kind))


def kind_of(template: str) -> str:
    """``bookings/mail/booked.txt`` is the kind ``bookings.booked``."""
    return template.removesuffix(".txt").replace("/mail/", ".")


def template_of(kind: str) -> str:
    """The text file of a kind."""
    app, _, name = kind.partition(".")
    return f"{app}/mail/{name}.txt"


def title_of(kind: str, language: str) -> str:
    """What the office calls a kind of mail: the sentence ``mail_<kind>`` of the app that writes it."""
    with translation.override(language):
        return say(Reason(f"mail_{kind}"))


def parts_of(kind: str, language: str) -> list[Part]:
    """The parts of a kind in the order of the mail; the shipped words show their placeholders."""
    context = Context(autoescape=False)
    with translation.override(language), context.bind_template(_template(kind)):
        return [Part(node.name, tuple(node.values), _shipped(node, context)) for node in _part_nodes(kind)]


def _part_nodes(kind: str) -> list[PartNode]:
    found = [node for node in _template(kind).nodelist.get_nodes_by_type(PartNode) if isinstance(node, PartNode)]
    return list({node.name: node for node in found}.values())


def _template(kind: str) -> Template:
    found: Template = get_template(template_of(kind)).template  # type: ignore[attr-defined]  # Django's own engine has it
    return found


def _shipped(node: PartNode, context: Context) -> str:
    return node.shipped(context, {name: f"{{{{ {name} }}}}" for name in node.values}).strip()


def own_words(kind: str, language: str) -> dict[str, str]:
    """The office's own words for the parts of a mail; empty where the shipped ones count."""
    found = MailText.objects.filter(kind=kind, language=language).order_by("-pk").values_list("parts", flat=True)
    return dict(found.first() or {})


def texts(kind: str, language: str) -> QuerySet[MailText]:
    """All that the office ever wrote for a mail, newest first."""
    return MailText.objects.filter(kind=kind, language=language).order_by("-pk")


def version(kind: str, language: str, pk: int) -> dict[str, str] | None:
    """The words of one version, of the shipped mail for 0, None where there is no such version."""
    found = texts(kind, language).filter(pk=pk).first()
    return {} if pk == 0 else dict(found.parts) if found else None


def worded() -> set[tuple[str, str]]:
    """Kind and language of the mails that have own words now."""
    newest: dict[tuple[str, str], bool] = {}
    for kind, language, parts in MailText.objects.order_by("pk").values_list("kind", "language", "parts"):
        newest[kind, language] = bool(parts)
    return {key for key, has in newest.items() if has}
