"""What a campus leaves behind for years, and whether it still holds: ``python -m tests.operations.legacy VERB [JSON]``, in processes of their own.

``lay`` makes it, ``crowd`` books until its stdin is closed, ``holds`` looks whether it opens. Each prints JSON.
"""

from __future__ import annotations

import itertools
import json
import re
import sys
import threading
import time
from typing import Any

import django

django.setup()

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value  # noqa: E402  settings first
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django_scopes import scope  # noqa: E402

from glascampus.basics.clock import now  # noqa: E402
from glascampus.commons.campuses.reads import the_campus  # noqa: E402
from glascampus.commons.journal.rules import SYSTEM  # noqa: E402
from glascampus.commons.outbox.models import Mail  # noqa: E402
from glascampus.commons.roles.actions import set_second_factor  # noqa: E402
from glascampus.stations.bookings import reads as bookings_reads  # noqa: E402
from glascampus.stations.bookings.actions import cancel_booking  # noqa: E402
from glascampus.stations.bookings.models import Booking  # noqa: E402
from glascampus.stations.courses.models import Run  # noqa: E402
from glascampus.stations.credentials import actions as papers  # noqa: E402
from glascampus.stations.credentials import reads as papers_reads  # noqa: E402
from glascampus.stations.needs import reads as needs_reads  # noqa: E402
from glascampus.web.loader.trial import lay_trial_run  # noqa: E402
from tests.build import bookings, commons, courses, credentials, machines, needs  # noqa: E402

CAMPUS = the_campus()
SECRET, PASSWORD, OFFICE = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "glas und licht", "anna@example.org"
GONE, STAYS = "kanari@example.org", "bleibt@example.org"
RUN, CROWD_RUN, KEY = "alt-1", "viele-1", "years-later-0001"
LINK = re.compile(r"https?://[^/\s]+(/\S*)")


def client() -> Client:
    return Client(HTTP_HOST="127.0.0.1", raise_request_exception=False)


def lay() -> dict[str, Any]:
    """Bookings with private links and mails, papers, a second factor, a program with a kept answer, a stated need."""
    CAMPUS.address = "http://127.0.0.1"
    with scope(campus=CAMPUS):
        courses.course(CAMPUS)
        held = credentials.run(CAMPUS)
        for given, family, email in (("Bleibt", "Da", STAYS), ("Kanari", "Vogel", GONE)):
            credentials.attend(credentials.seat(held, given, family, email=email))
        Run.objects.filter(pk=held.pk).update(taken=2)
        papers.close_run(run=held, by=SYSTEM, now=commons.NOW)
        run = lay_trial_run(campus=CAMPUS, code=RUN, seats=9, minimum=1, in_days=60, now=now())
        lay_trial_run(campus=CAMPUS, code=CROWD_RUN, seats=1_000, minimum=1, in_days=60, now=now())
        mine = bookings.booking(run, "Bleibt Da", booker_email=STAYS, now=now())
        theirs = bookings.booking(run, "Kanari Vogel", booker_email=GONE, now=now())
        cancel_booking(booking=theirs, by=SYSTEM, now=now())  # who is expected in a run to come stays until then
        office = commons.user(CAMPUS, OFFICE, "office")
        set_second_factor(campus=CAMPUS, user=office, secret=SECRET, now=now())
        program = machines.program(CAMPUS, client=client())
        said = program.book(machines.order(run), KEY)
        by_name = {paper.person_name: paper for paper in papers_reads.papers_of(held).values()}
        statement = needs.confirmed(CAMPUS, email=STAYS)
        links = [f"/buchung/{bookings_reads.token_of(mine)}/", f"/bedarf/stand/{needs_reads.token_of(statement)}/",
                 said.json()["links"]["manage"].removeprefix("http://127.0.0.1")]  # fmt: skip
    return {
        "links": links, "gone_link": f"/buchung/{bookings_reads.token_of(theirs)}/",
        "paper": str(by_name["Bleibt Da"].uuid), "gone_paper": str(by_name["Kanari Vogel"].uuid),
        "token": program.text, "answer": said.json(), "pk": mine.pk,
    }  # fmt: skip


def print_paper(uuid: str) -> bytes:
    """The paper as somebody took it home."""
    return client().get(f"/nachweis/{uuid}.pdf").content


def crowd() -> None:
    """Four people book without pause; each booking that was answered as done is a line; ends when stdin is closed."""
    stop, numbers, speak = threading.Event(), itertools.count(), threading.Lock()

    def book() -> None:
        while not stop.is_set():
            key = f"load-{next(numbers)}"
            form = {"kind": "private", "booker_name": "Ada Muster", "booker_email": f"{key}@example.org", "people": "", "terms": "on",
                    "form_key": key}  # fmt: skip
            status = client().post(f"/kurse/termin/{CROWD_RUN}/buchen/", form).status_code
            with speak:
                print(json.dumps([key, status]), flush=True)
        connection.close()

    threads = [threading.Thread(target=book) for _ in range(4)]
    for thread in threads:
        thread.start()
    sys.stdin.read()
    stop.set()
    for thread in threads:
        thread.join()


def holds(left: dict[str, Any]) -> dict[str, Any]:
    """What opens now."""
    with scope(campus=CAMPUS):
        mine = Booking.objects.get(pk=left["pk"])
        made_again = f"/buchung/{bookings_reads.token_of(mine)}/"
        mailed = LINK.search(Mail.objects.filter(to=STAYS, body__contains="/buchung/").latest("pk").body)
        keys = sorted(Booking.objects.filter(run__code=CROWD_RUN).values_list("form_key", flat=True))
        taken = Run.objects.get(code=CROWD_RUN).taken
    again = machines.Program(None, left["token"], client()).book(machines.order(RUN), KEY)  # type: ignore[arg-type]
    return {
        "links": [client().get(link).status_code for link in left["links"]], "mailed": client().get(mailed[1]).status_code if mailed else 0,
        "made_again": made_again == left["links"][0], "gone_link": "Kanari" in client().get(left["gone_link"]).content.decode(),
        "paper": "Dieser Nachweis gilt." in client().get(f"/nachweis/{left['paper']}/").content.decode(),
        "gone_paper": client().get(f"/nachweis/{left['gone_paper']}.json").json()["state"],
        "office_enters": _office_enters(), "answer": (again.status_code, again.json() == left["answer"]),
        "keys": keys, "taken": taken,
    }  # fmt: skip


def _office_enters() -> bool:
    """Password and the code of the app whose secret was sealed before."""
    who = client()
    who.post("/anmelden/passwort/", {"email": OFFICE, "password": PASSWORD})
    code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))
    who.post("/konto/code/", {"code": code})
    return who.get("/buero/").status_code == 200


if __name__ == "__main__":
    verb, *words = sys.argv[1:]
    if verb == "print":
        sys.stdout.buffer.write(print_paper(words[0]))
    elif verb == "crowd":
        crowd()
    else:
        print(json.dumps({"lay": lay, "holds": holds}[verb](*[json.loads(word) for word in words])))
