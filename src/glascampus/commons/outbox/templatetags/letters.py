"""``{% part %}``: the places of a mail where the office may put its own words."""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context

from glascampus.commons.outbox.rules import BadMailText, fill

register = template.Library()


class PartNode(template.Node):
    """``{% part "intro" name=booking.booker_name %}Shipped words with {{ name }}{% endpart %}``.

    What is named behind the part is what its own words may name, too, and nothing else.
    """

    def __init__(self, name: str, values: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.name, self.values, self.nodelist = name, values, nodelist

    def render(self, context: Context) -> str:
        """The office's words, else the shipped ones; also where a later version no longer knows a placeholder."""
        values = {name: str(value.resolve(context)) for name, value in self.values.items()}
        own = (context.get("own_words") or {}).get(self.name)
        if own is not None:
            try:
                return fill(own, values)
            except BadMailText:
                pass
        return self.shipped(context, values)

    def shipped(self, context: Context, values: dict[str, str]) -> str:
        """The words of the template."""
        with context.push(**values):
            return self.nodelist.render(context)


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    """A part that the office may word: its name in quotes, then what its words may name."""
    bits = token.split_contents()[1:]
    if not bits or bits[0][:1] not in {'"', "'"}:
        raise template.TemplateSyntaxError('a part has a name: {% part "intro" %}')
    rest = bits[1:]
    values = token_kwargs(rest, parser)
    if rest:
        raise template.TemplateSyntaxError(f"a part takes name=value, not {rest[0]}")
    nodelist = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(bits[0][1:-1], values, nodelist)
