"""Consumers read the price they pay, with what it says of its tax (PAngV), at every place where a price stands."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from glascampus.basics.clock import now as real_now
from glascampus.commons.legal.actions import keep_rule
from glascampus.commons.outbox.models import Mail
from glascampus.stations.bookings.models import Booking
from tests.build import courses

INCLUDED, EXEMPT = "Endpreis einschließlich 19 % Umsatzsteuer", "umsatzsteuerfrei nach § 4 Nr. 21 UStG"


@pytest.mark.parametrize(("rule", "says", "silent"), [("included", INCLUDED, EXEMPT), ("ustg_4_21", EXEMPT, INCLUDED)])
def test_the_price_shown_is_the_price_paid_on_every_page_and_in_the_mail(client, campus, anna, now, rule, says, silent):
    keep_rule(
        campus=campus, key="vat.course_fees", value=rule, valid_from=date(2026, 1, 1), source_title="Bescheid", by=anna, now=now
    )  # fmt: skip
    run = courses.run(campus, price_cents=49000, starts_in_days=(real_now() - courses.NOW).days + 60)
    url = reverse("bookings:book", args=[run.code])
    typed = {
        "kind": "private",
        "booker_name": "Ada Muster",
        "booker_email": "ada@example.org",
        "terms": "on",
        "form_key": "k",
    }

    course = client.get(reverse("web:course", args=[run.course.slug])).text
    form = client.get(url).text
    booked = client.post(url, typed, follow=True).text
    mail = Mail.objects.get(kind="bookings.booked").body

    assert Booking.objects.get().price_cents == 49000
    for text in (course, form, booked, mail):
        assert "490,00" in text
        assert says in " ".join(text.split())
        assert silent not in " ".join(text.split())
