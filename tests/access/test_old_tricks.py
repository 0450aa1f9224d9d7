"""Tricks as old as the web: fields that nobody offered, line breaks that become headers."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from django.urls import reverse

from glascampus.basics.clock import now as real_now
from glascampus.commons.outbox.actions import send_due
from glascampus.commons.people.models import Person
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.courses.models import Run
from tests.build import bookings, commons, courses

pytestmark = pytest.mark.django_db


def every_column(*models, **values):
    """A value for every column of these models, as somebody sends who has read the source."""
    names = {name for model in models for field in model._meta.concrete_fields for name in (field.name, field.attname)}
    return dict.fromkeys(names, "1") | values


@pytest.fixture
def soon(campus):
    return courses.run(campus, starts_in_days=(real_now() - courses.NOW).days + 60)


def order(client, run, **more):
    page = client.get(reverse("bookings:book", args=[run.code]))
    hidden = {field.name: field.value() for field in page.context["form"].hidden_fields() if field.value()}
    return {
        **hidden,
        "kind": "private",
        "booker_name": "Ada Muster",
        "booker_email": "ada@example.org",
        "terms": "on",
        **more,
    }


def test_fields_that_a_booking_form_never_offered_change_nothing(client, soon, other_campus):
    url = reverse("bookings:book", args=[soon.code])
    offered = set(client.get(url).context["form"].fields)
    first = client.post(url, order(client, soon))
    more = every_column(Booking, Seat, Run, campus=str(other_campus.pk), state="cancelled", price_cents="1")
    more = {name: value for name, value in more.items() if name not in offered}
    said = {"booker_name": "Bea Beispiel", "booker_email": "bea@example.org"}
    second = client.post(url, order(client, soon) | more | said)

    assert (first.status_code, second.status_code) == (302, 302)
    plain, tricked = Booking.objects.order_by("pk")
    personal = {"id", "code", "link", "booker_name", "booker_email", "booker_phone", "address", "form_key", "booked_at"}
    kept = {f.attname for f in Booking._meta.concrete_fields} - personal
    assert {name: getattr(tricked, name) for name in kept} == {name: getattr(plain, name) for name in kept}
    assert (tricked.price_cents, tricked.campus_id, tricked.state) == (49000, soon.campus_id, "binding")
    before = (soon.capacity, soon.minimum, soon.price_cents)
    soon.refresh_from_db()
    assert (soon.taken, soon.capacity, soon.minimum, soon.price_cents) == (2, *before)


def test_fields_that_an_office_form_never_offered_change_nothing(client, campus, other_campus, anna):
    person = commons.person(campus)
    client.force_login(anna)
    url = reverse("web:person_edit", args=[person.pk])
    form = client.get(url).context["form"]
    shown = {field.name: field.value() or "" for field in form}
    more = every_column(Person, campus=str(other_campus.pk), campus_id=str(other_campus.pk), id="999", pk="999")
    more = {name: value for name, value in more.items() if name not in shown}

    assert client.post(url, {**more, **shown, "given_name": "Neu"}).status_code == 302

    changed = Person.objects.get()
    kept = {f.attname for f in Person._meta.concrete_fields} - {"given_name"}
    assert changed.given_name == "Neu"
    assert {name: getattr(changed, name) for name in kept} == {name: getattr(person, name) for name in kept}


BREAKS = ["\r\nBcc: xq@example.org", "\nBcc: xq@example.org", "\r\n\r\n<b>xq</b>", "\x0bBcc: xq@example.org", "%0d%0aBcc: xq@example.org",
          "\u2028Bcc: xq@example.org"]  # fmt: skip


@pytest.mark.parametrize("trick", BREAKS)
@pytest.mark.parametrize("field", ["booker_name", "booker_email", "people", "organisation_name"])
def test_a_line_break_in_a_form_becomes_no_header_of_a_mail(client, soon, settings, mailoutbox, trick, field):
    settings.EMAIL_IS_SET = True
    typed = order(client, soon, kind="company", organisation_name="Werk", people="Ada Muster")
    typed[field] += trick

    answer = client.post(reverse("bookings:book", args=[soon.code]), typed)
    send_due(now=real_now())

    assert answer.status_code in {302, 422}
    assert len(mailoutbox) == Booking.objects.count() == (answer.status_code == 302)
    for sent in mailoutbox:
        letter = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
        assert letter["To"] == "ada@example.org"
        assert (letter["Bcc"], letter["Cc"], len(letter.get_all("From")), len(letter.get_all("Subject"))) == (
            None,
            None,
            1,
            1,
        )


@pytest.mark.parametrize("trick", BREAKS)
def test_a_line_break_in_a_title_becomes_no_header_of_a_mail(soon, settings, mailoutbox, trick):
    settings.EMAIL_IS_SET = True
    soon.course.title_de += trick
    soon.course.save()
    bookings.booking(soon, now=real_now())

    assert send_due(now=real_now()) == 1
    letter = message_from_bytes(mailoutbox[0].message().as_bytes(), policy=policy.default)
    assert (letter["Bcc"], letter["To"]) == (None, "ada.muster@example.org")
