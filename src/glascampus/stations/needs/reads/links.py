"""The two private links of a statement."""

from __future__ import annotations

from glascampus.basics.tokens import fingerprint
from glascampus.commons.campuses.reads import link_token
from glascampus.stations.needs.models import Statement


def statement_by_token(token: str) -> Statement | None:
    """The statement a lasting private link opens."""
    return Statement.objects.select_related("topic", "organisation").filter(link=fingerprint(token)).first()


def statement_to_confirm(token: str) -> Statement | None:
    """The statement a confirmation link belongs to, confirmed or not."""
    return Statement.objects.filter(confirm_link=fingerprint(token)).first()


def token_of(statement: Statement) -> str:
    """The token of the lasting private link."""
    return link_token("needs.statement", statement.code)


def confirm_token_of(statement: Statement) -> str:
    """The token of the confirmation link."""
    return link_token("needs.confirm", statement.code)


def newest_for_mail() -> tuple[str, dict[str, object]] | None:
    """What the newest need's mails are made of, for a preview; None while there is no need with a mailbox."""
    statement = Statement.objects.exclude(email="").order_by("-stated_at", "-pk").first()
    if statement is None:
        return None
    context = {
        "statement": statement,
        "token": token_of(statement),
        "confirm_token": confirm_token_of(statement),
        "text": "…",
    }
    return statement.organisation_name or statement.code, context
