"""Shapes that several endpoints answer with, for the description of the API."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

PROBLEM = "application/problem+json"
JsonPointer = Annotated[str, Field(description="RFC 6901", examples=["/participants/0/email"])]


class Said(BaseModel):
    """Answers say exactly what stands here."""

    model_config = ConfigDict(extra="forbid")


class Money(Said):
    """An amount in whole cents."""

    cents: int
    currency: str = Field(examples=["EUR"])


class Texts(Said):
    """A text in the campus's languages; "" where nobody wrote one."""

    de: str
    en: str


class Fault(Said):
    """One thing that is wrong with what was sent."""

    pointer: JsonPointer
    detail: str


class ProblemDetails(Said):
    """Why a request was not done (RFC 9457); nothing was changed."""

    type: str = Field(examples=["urn:campus:full", "about:blank"])
    title: str
    status: int
    detail: str
    errors: list[Fault] | None = None


def answers(good: dict[int, Any], *bad: int) -> dict[int, Any]:
    """What an endpoint may answer: ``good`` by status, and problems; 500 and 503 may always happen."""
    return {**good, **dict.fromkeys(sorted({*bad, 500, 503}), ProblemDetails)}


READ = (304,)
CALL = (401, 403, 429)
