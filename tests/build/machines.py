"""Programs with their tokens, and what they send."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.machines.actions import make_token
from glascampus.commons.machines.models import Token
from glascampus.stations.courses.models import Run
from tests.build.commons import NOW

BOOKINGS = "/api/v1/bookings"
_keys = itertools.count(1)


def order(run: Run | str, *names: str, **values: Any) -> dict[str, Any]:
    """An order for people named "Given Family", of a company unless said otherwise; their mailboxes follow from the names."""
    people = [
        dict(zip(("given_name", "family_name"), name.split(" ", 1), strict=True), email=f"{name.lower().replace(' ', '.')}@example.org")
        for name in names or ("Ada Muster",)
    ]  # fmt: skip
    booker = {"name": "Personalabteilung", "email": "hr@example.org", "organisation": "Beispielbetrieb Nord GmbH"}
    basis = {
        "run": getattr(run, "code", run),
        "kind": "company",
        "booker": booker,
        "participants": people,
        "accept_terms": True,
    }
    return {**basis, **values}


@dataclass
class Program:
    """A program with its token, as it speaks to the API."""

    token: Token
    text: str
    client: Client

    def call(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        """One request; ``body`` is JSON unless it is bytes already."""
        sent = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        given = {"Authorization": f"Bearer {self.text}", **headers}
        kind = given.pop("Content-Type", "application/json")
        return self.client.generic(method, path, sent, content_type=kind, headers={k: v for k, v in given.items() if v})

    def book(self, body: object, key: str = "", **headers: str) -> Any:
        """POST an order; each with its own key unless ``key`` is given."""
        return self.call("POST", BOOKINGS, body, **{"Idempotency-Key": key or f"key-{next(_keys):06}", **headers})


def program(campus: Campus, *scopes: str, name: str = "Personalsystem", client: Client | None = None) -> Program:
    """A program that may book, unless other scopes are given."""
    token, text = make_token(campus=campus, name=name, scopes=scopes or ["bookings:write"], by=SYSTEM, now=NOW)
    return Program(token, text, client or Client())
