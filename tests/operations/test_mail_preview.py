"""What the office words for bookings is shown on a real booking, with its own course and dates; nothing is sent or kept."""

from __future__ import annotations

import pytest

from glascampus.commons.outbox import reads
from glascampus.commons.outbox.models import Mail, MailText
from tests.build import bookings, courses

KINDS = ["bookings.booked", "bookings.offered", "bookings.run_moved", "bookings.cancelled"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_of_bookings_is_previewed_on_the_newest_booking(client, campus, anna, kind):
    run = courses.run(campus, courses.course(campus, title="Glas gießen"))
    bookings.booking(run, "Erste Person")
    bookings.booking(run, "Zweite Person")
    mails = Mail.objects.count()
    client.force_login(anna)

    page = client.post(
        f"/buero/mailtexte/{kind}/de/", {"subject": "Ganz neu", "greeting": "Hallo {{ name }}!", "preview": "1"}
    ).text

    assert kind in reads.kinds()
    assert "Ganz neu" in page
    assert "Hallo Zweite Person!" in page
    assert "Glas gießen" in page
    assert "Erste Person" not in page
    assert (MailText.objects.count(), Mail.objects.count()) == (0, mails)
