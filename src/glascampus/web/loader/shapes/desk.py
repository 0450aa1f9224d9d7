"""What lies on the office's desk: remarks, erasures, withdrawals, mail."""

from __future__ import annotations

from glascampus.web.loader import kinds
from glascampus.web.loader.shapes.fields import EXAMPLE, KEY, Field, Table, ref

REMARK = Table(
    {**KEY, "what_de": Field(kinds.text(3000)), "place": Field(kinds.text(400)), "email": Field(kinds.text(254), needed=False),
     "days_ago": Field(kinds.whole(0, 3650)), "answer_de": Field(kinds.text(3000), needed=False), **EXAMPLE},
    key="key", is_fact=True,
)  # fmt: skip

FORGET = Table({**KEY, "run": ref("run"), "days_ago": Field(kinds.whole(0, 3650)), **EXAMPLE}, key="key", is_fact=True)

WITHDRAWN = Table(
    {**KEY, "name": Field(kinds.text(120)), "contract_de": Field(kinds.text(1000)), "email": Field(kinds.text(254)),
     "days_ago": Field(kinds.whole(0, 3650)), **EXAMPLE}, key="key", is_fact=True,
)  # fmt: skip

MAIL = Table(
    {**KEY, "run": ref("run"), "outcome": Field(kinds.one_of("sent", "failed", "bounced")), **EXAMPLE},
    key="key", is_fact=True,
)  # fmt: skip
