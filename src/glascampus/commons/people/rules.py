"""How long a wish to be forgotten may wait, what it is called in the journal, and who is the same person in a list."""

import re
from collections.abc import Mapping
from datetime import timedelta

from glascampus.basics.reason import Reason

ERASURE_ASKED = "people.erasure_asked"
ERASURE_STANDS = timedelta(days=90)  # after that one may ask anew
EMAIL = re.compile(r"[^@\s<>\"]{1,64}@[^@\s<>\"]{1,190}\.[^@\s<>\".]{2,63}")
YES = frozenset({"ja", "j", "yes", "y", "x", "1", "wahr", "true"})
NO = frozenset({"", "nein", "n", "no", "0", "falsch", "false"})


def person_key(row: Mapping[str, str]) -> str:
    """Two rows with the same key are the same person: their mailbox, else name and firm."""
    names = (row["given_name"], row["family_name"], row["organisation_name"])
    return (row["email"] or "\n".join(names)).casefold()


def faults_of(row: Mapping[str, str]) -> list[tuple[str, Reason]]:
    """What is wrong with a person in a list, column by column."""
    found = []
    if row["email"] and not EMAIL.fullmatch(row["email"]):
        found.append(("email", Reason("row_email_wrong")))
    if row["teaches"].casefold() not in YES | NO:
        found.append(("teaches", Reason("row_not_yes_or_no")))
    return found
