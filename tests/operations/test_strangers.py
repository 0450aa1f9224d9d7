"""Nobody can mail strangers through a page that anybody can use; nothing typed is lost, the office is not limited."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.signing import Signer
from django.db import connections, transaction
from django.urls import reverse
from django_scopes import scope

from glascampus.basics import clock
from glascampus.basics.rulebook import Rulebook
from glascampus.commons.desk import forms
from glascampus.commons.legal.actions import keep_rule
from glascampus.commons.outbox import announces
from glascampus.commons.outbox.actions import asked_by_stranger, post
from glascampus.commons.outbox.models import Mail, Tally
from glascampus.commons.outbox.rules import TooManyAsked, line_of, mailbox_of, per_address, per_mailbox
from glascampus.stations.bookings.models import Booking
from glascampus.stations.needs.actions import confirm_statement
from glascampus.stations.needs.models import Statement
from glascampus.stations.needs.reads import confirm_token_of
from glascampus.web.peers import stranger_at
from tests.build import courses

NEED = "/bedarf/melden/"
FAR = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture(autouse=True)
def _hands(monkeypatch):
    """Forms are filled in by hand here: ten seconds each."""
    monkeypatch.setattr(forms, "_age_s", lambda stamp, real=forms._age_s: (age := real(stamp)) and age + 10)


def typed(client, **values):
    opened = client.get(NEED, **FAR).context["form"]["opened"].value()
    return {
        "wish": "Glas kleben",
        "people": "3",
        "email": "bodo@example.org",
        "opened": opened,
        "website": "",
        **values,
    }


def ask(client, peer=FAR, **values):
    return client.post(NEED, typed(client, **values), **peer)


def test_a_mailbox_gets_two_mails_a_day_and_the_third_asker_reads_why(client, campus):
    answers = [ask(client, wish=f"Wunsch {n}", email=box) for n, box in enumerate(
        ["bodo@example.org", "Bodo+neu@example.org", "bodo@example.org"]
    )]  # fmt: skip

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    page = answers[2].content.decode()
    assert "heute schon 2 Mails geschickt" in page
    assert "Wunsch 2" in page
    assert (Statement.objects.count(), Mail.objects.count()) == (2, 2)


def test_who_confirms_gets_no_more_from_strangers(client, campus, now):
    for number in range(2):
        ask(client, wish=f"Wunsch {number}")
        statement = Statement.objects.latest("pk")
        confirm_statement(token=confirm_token_of(statement), now=clock.now())

    assert ask(client, wish="Wunsch 3").status_code == 429


def test_an_address_causes_five_mails_an_hour_and_another_one_five_more(client, campus):
    first = [ask(client, wish=str(n), email=f"b{n}@example.org").status_code for n in range(6)]
    other = ask(client, peer={"REMOTE_ADDR": "203.0.113.8"}, email="c@example.org").status_code

    assert (first, other) == ([302] * 5 + [429], 302)


@pytest.mark.parametrize(("own", "answers"), [("1", [302, 429]), ("0", [429])])
def test_the_office_may_choose_another_figure(client, campus, anna, own, answers):
    keep_rule(
        campus=campus, key="mail.most_items_per_mailbox_a_day", value=own, valid_from=date(2026, 1, 1),
        source_title="Beschluss", by=anna, now=clock.now(),
    )  # fmt: skip

    assert [ask(client, wish=str(n)).status_code for n in range(len(answers))] == answers


def test_this_machine_itself_is_not_limited_by_address_and_may_be_quick(client, campus):
    answers = [
        client.post(NEED, {"wish": str(n), "people": "3", "email": f"b{n}@example.org"}).status_code for n in range(9)
    ]

    assert answers == [302] * 9


def test_nothing_stored_tells_the_mailbox_or_the_address(client, campus):
    ask(client)

    stored = list(Tally.objects.values_list("what", "number"))
    assert [(len(what), number) for what, number in stored] == [(64, 1), (64, 1)]
    [keep] = [keep for keep in announces.retention() if keep.model == "outbox.Tally"]
    assert keep.past(clock.now() - timedelta(days=keep.days)).count() == 0
    assert keep.past(clock.now() + timedelta(days=1)).count() == 2


def test_the_office_writes_down_as_many_as_phone(client, campus, anna):
    client.force_login(anna)
    url = reverse("needs:office_on_behalf")

    for number in range(4):
        values = {"wish": str(number), "people": "3", "email": "bodo@example.org", "language": "en"}
        assert client.post(url, values, **FAR).status_code == 302

    assert set(Statement.objects.values_list("language", flat=True)) == {"en"}
    assert Mail.objects.latest("pk").subject == "Your need, and where it stands"
    assert Tally.objects.count() == 0


def test_a_booking_counts_the_same_way_and_a_refused_one_is_not_there(client, campus, bodo):
    from glascampus.basics.clock import now as real_now

    run = courses.run(campus, capacity=9, starts_in_days=(real_now() - courses.NOW).days + 60)
    url = reverse("bookings:book", args=[run.code])

    def book(name, **more):
        values = {"kind": "private", "booker_name": name, "booker_email": "bodo@example.org", "people": name, "terms": "on",
                  "form_key": name, **more}  # fmt: skip
        values["opened"] = client.get(url, **FAR).context["form"]["opened"].value()
        return client.post(url, values, **FAR)

    answers = [book(f"Ada{n} Muster{n}") for n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Ada2 Muster2" in answers[2].content.decode()
    assert (Booking.objects.count(), Mail.objects.count()) == (2, 2)
    client.force_login(bodo)
    assert book("Ada3 Muster3").status_code == 302  # who signed in with the mailbox asks for himself


def test_what_is_refused_for_another_reason_does_not_count(campus, now):
    with asked_by_stranger(address="203.0.113.7", field="email"):
        pass

    assert Tally.objects.count() == 0


def test_one_deed_counts_each_mailbox_once(campus, now):
    def write(to):
        context = {"statement": Statement(wish="x", people=1), "token": "t", "text": "y"}
        post(
            campus=campus,
            to=to,
            template="needs/mail/answer.txt",
            context=context,
            language="de",
            now=now,
            about=campus,
        )

    with asked_by_stranger(address="203.0.113.7", field="email"):
        for to in ("a@example.org", "A@example.org", "b@example.org"):
            write(to)
    assert sorted(Tally.objects.values_list("number", flat=True)) == [1, 1, 1]

    with asked_by_stranger(address="", field="email"):
        write("a@example.org")
    with asked_by_stranger(address="", field="email"), pytest.raises(TooManyAsked):
        write("a@example.org")


def test_a_filled_trap_shows_the_form_again_and_a_human_gets_through(client, campus):
    answer = ask(client, website="http://spam.example")

    assert (answer.status_code, Statement.objects.count()) == (422, 0)
    page = answer.content.decode()
    assert "Glas kleben" in page
    assert "spam.example" not in page
    assert ask(client).status_code == 302


@pytest.mark.parametrize(
    ("opened", "says"),
    [("", "lange offen"), ("1", "lange offen"), ("\0", ""), ("x" * 300, ""), ("é:ü", "lange offen"),
     (Signer(salt="opened").sign("1.0"), "lange offen"), (Signer(salt="other").sign("1.0"), "lange offen"),
     (Signer(salt="opened").sign("99999999999.0"), "lange offen"), (Signer(salt="opened").sign("nan"), "lange offen")],
    ids=["none", "bare", "nul", "long", "letters", "old", "other salt", "future", "nan"],
)  # fmt: skip
def test_a_start_nobody_signed_or_long_ago_shows_the_form_again(client, campus, opened, says):
    answer = ask(client, opened=opened)

    assert (answer.status_code, Statement.objects.count()) == (422, 0)
    assert says in answer.content.decode()
    if says:
        again = answer.context["form"]["opened"].value()
        assert ask(client, opened=again).status_code == 302


def test_too_quick_shows_the_form_again_and_then_goes_through(client, campus, monkeypatch):
    monkeypatch.setattr(forms, "_age_s", lambda _stamp: 0.5)
    answer = ask(client)
    monkeypatch.setattr(forms, "_age_s", lambda _stamp: 3.0)

    assert (answer.status_code, "sehr schnell" in answer.content.decode()) == (422, True)
    assert ask(client, opened=answer.context["form"]["opened"].value()).status_code == 302


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "found"),
    [
        ("127.0.0.1", None, "", ""),
        ("::1", None, "", ""),
        ("203.0.113.7", None, "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1", "", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1", "1", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.7", "10.0.0.0/8", "203.0.113.7"),
        ("10.0.0.1", "198.51.100.1, 10.0.0.2", "10.0.0.0/8,x", "198.51.100.1"),
        ("10.0.0.1", "junk", "10.0.0.0/8", "0.0.0.0"),
        ("10.0.0.1", "", "10.0.0.0/8", "10.0.0.1"),
        ("", None, "", "0.0.0.0"),
    ],
)
def test_the_address_is_the_last_one_no_trusted_proxy_has(rf, monkeypatch, peer, forwarded, trusted, found):
    monkeypatch.setenv("CAMPUS_TRUSTED_PROXIES", trusted)
    more = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}

    assert stranger_at(rf.get("/", REMOTE_ADDR=peer, **more)) == found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("2001:db8::1", "2001:db8::2:3", True), ("2001:db8::1", "2001:db8:0:1::1", False),
     ("203.0.113.7", "::ffff:203.0.113.7", True), ("203.0.113.7", "203.0.113.8", False)],
)  # fmt: skip
def test_a_household_is_one_line(one, other, same):
    assert (line_of(one) == line_of(other)) is same


def test_a_tag_and_capitals_make_no_other_mailbox():
    assert {mailbox_of(box) for box in ("Bodo@Example.org", " bodo+x@example.org", "BODO+@example.org")} == {
        "bodo@example.org"
    }


@pytest.mark.parametrize(("kind", "most"), [(per_mailbox, 2), (per_address, 5)])
def test_a_period_begins_at_or_before_now_and_lasts(kind, most, now):
    limit = kind(Rulebook(on=now.date()))
    begin = limit.begin(now)

    assert limit.most == most

    assert begin <= now < begin + limit.period
    assert limit.begin(begin) == begin


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_sixteen_at_once_two_reach_the_mailbox(campus, now):
    def write(number):
        try:
            with scope(campus=campus), transaction.atomic(), asked_by_stranger(address="", field="email"):
                context = {"statement": Statement(wish="x", people=1), "token": "t", "text": str(number)}
                post(campus=campus, to="bodo@example.org", template="needs/mail/answer.txt", context=context, language="de",
                     now=now, about=campus)  # fmt: skip
        except TooManyAsked:
            return 0
        else:
            return 1
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as strangers:
        written = sum(strangers.map(write, range(16)))

    assert (written, Mail.objects.count(), Tally.objects.get().number) == (2, 2, 2)
