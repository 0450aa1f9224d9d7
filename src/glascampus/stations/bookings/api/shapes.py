"""What programs send and hear about bookings."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from glascampus.commons.desk.api.shapes import Money, Said
from glascampus.stations.bookings.rules import MOST_PEOPLE

LINE = r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$"  # one line with something on it
LOOSE = r"^[^\x00-\x1f\x7f]*$"


def _mailbox(value: str) -> str:
    try:
        validate_email(value)
    except ValidationError:
        raise PydanticCustomError("email", "no e-mail address") from None
    return value


def _accepted(value: bool) -> bool:
    if not value:
        raise PydanticCustomError("terms", "must be true")
    return value


def _clean(value: str) -> str:
    return " ".join(value.split())


Name = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=LINE), AfterValidator(_clean)]
LongName = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=LINE), AfterValidator(_clean)]
Firm = Annotated[str, StringConstraints(max_length=200, pattern=LOOSE), AfterValidator(_clean)]
Mailbox = Annotated[
    str,
    StringConstraints(min_length=3, max_length=254),
    AfterValidator(_mailbox),
    Field(json_schema_extra={"format": "email"}),
]
ExternalId = Annotated[str, StringConstraints(max_length=80, pattern=LOOSE)]
Accepted = Annotated[bool, AfterValidator(_accepted), Field(json_schema_extra={"const": True})]
Code = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class Sent(BaseModel):
    """Unknown fields are refused: whoever misspells one should hear of it."""

    model_config = ConfigDict(extra="forbid")


class Booker(Sent):
    """Who orders, and where the mail goes."""

    name: LongName = Field(examples=["Personalabteilung"])
    email: Mailbox = Field(examples=["personal@example.org"])
    organisation: Firm | None = None


class Participant(Sent):
    """Somebody who takes part. Two are the same person with the same mailbox, or, without one, with the same firm, names and `external_id`."""

    given_name: Name = Field(examples=["Ada"])
    family_name: Name = Field(examples=["Muster"])
    email: Mailbox | None = None
    external_id: ExternalId | None = None


class Rename(Sent):
    """What of a participant is to change; what is left away stays."""

    given_name: Name = ""
    family_name: Name = ""
    email: Mailbox | None = None
    external_id: ExternalId | None = None


class NoAnswers(Sent):
    """Answers to questions of a run; no run asks any yet."""


class Order(Sent):
    """An order. `private` and `self_employed` take one participant, `company` up to fifty."""

    run: Code = Field(examples=["gc-05-2027-03"])
    kind: Literal["private", "self_employed", "company"]
    booker: Booker
    participants: list[Participant] = Field(min_length=1, max_length=MOST_PEOPLE)
    accept_terms: Accepted = Field(description="true: whoever orders has read the terms of the campus")
    wait_if_full: bool = False
    split: bool = Field(False, description="seat those who fit and queue the rest; false is all or none")
    provisional_until: date | None = Field(
        None, description="a day, included, campus time: reserved for a funding decision"
    )
    answers: NoAnswers = NoAnswers()
    language: Literal["de", "en"] = "de"


class ParticipantSaid(Said):
    """Where a participant stands; in the order in which they were sent."""

    id: str
    state: Literal["seated", "offered", "waiting", "cancelled"]
    position: int | None = Field(description="place in line, counted in persons from 1; waiting people only")
    until: AwareDatetime | None = Field(description="until then an offered seat is held")


class Price(Said):
    """What the seats cost; gross."""

    total: Money
    tax: Money
    tax_rate: float = Field(description="percent")
    reason: str = Field(description='why no tax is due, as a code; "" when it is', examples=["ustg_4_21"])


class Links(Said):
    """Where the booking is."""

    self: str
    manage: str = Field(description="the booker's private page; whoever has it may change the booking")


class BookingSaid(Said):
    """A booking. It holds no names: the program that booked knows them."""

    id: str
    code: str
    run: str
    state: Literal["binding", "provisional", "waiting", "cancelled"]
    seats: int = Field(description="how many are seated or offered")
    participants: list[ParticipantSaid]
    price: Price
    links: Links
