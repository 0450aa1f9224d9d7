"""How long a wish to be forgotten may wait, and what it is called in the journal."""

from datetime import timedelta

ERASURE_ASKED = "people.erasure_asked"
ERASURE_STANDS = timedelta(days=90)  # after that one may ask anew
