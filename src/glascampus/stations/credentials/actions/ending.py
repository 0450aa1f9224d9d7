"""Papers that do not hold any more, and what is forgotten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from glascampus.commons.roles.access import demand
from glascampus.stations.credentials import access
from glascampus.stations.credentials.actions.papers import WITHDRAWN, NotIssued, end, mail_papers, valid_paper
from glascampus.stations.credentials.models import Credential
from glascampus.stations.credentials.rules import REVOKING, Why, public_word


@transaction.atomic
def revoke(*, credential: Credential, why: Why = Why.ON_REQUEST, by: Any, now: datetime) -> Credential:
    """The paper does not hold any more; its page says so in one neutral word, the true reason stands in the journal.

    Raises:
        NotAllowed: not the office.
        NotIssued: it did not hold anyway, or the reason is none for taking a paper back.
    """
    demand(access.may_close(by))
    if why not in REVOKING:
        raise NotIssued("why_unfit", field="why")
    ended = end(valid_paper(credential), public_word(why), why, by, now)
    mail_papers([ended], by, now, template=WITHDRAWN)
    return ended


@transaction.atomic
def forget(*, email: str, now: datetime) -> int:
    """Part of ``people erase``, which writes the line: take the name off every paper of the person with this address.

    Attendance and results stay: they are numbers. The page of the paper then says that there was one and nothing else; one
    that had been replaced or taken back before keeps its state, so that no paper is counted twice.
    """
    papers = Credential.objects.filter(seat__person__email__iexact=email).exclude(person_name="")
    papers.filter(state=Credential.State.VALID).update(state=Credential.State.ERASED, ended_at=now)
    return papers.update(person_name="")


@transaction.atomic
def end_papers(rows: QuerySet[Credential], now: datetime) -> int:
    """Part of the daily end of what is past, which writes the line: papers go, with what points from one to the next."""
    pks = list(rows.values_list("pk", flat=True))
    Credential.objects.filter(replaces__in=pks).update(replaces=None)
    return Credential.objects.filter(pk__in=pks).delete()[0]
