"""Who acts for a firm: whom the office or a colleague invited; never whoever named the firm in a booking."""

import re

import pytest
from django.db import IntegrityError, transaction

from glascampus.basics.reason import NotAllowed
from glascampus.commons.journal.models import Line
from glascampus.commons.organisations import actions
from glascampus.commons.organisations.access import is_colleague
from glascampus.commons.organisations.models import Membership
from glascampus.commons.organisations.reads import colleagues_of, organisations_of
from glascampus.commons.outbox.models import Mail
from glascampus.commons.roles.actions import AccessEnded
from glascampus.commons.roles.models import Role, SignInLink, User
from tests.build import bookings, commons, courses


@pytest.fixture
def firm(campus):
    return commons.organisation(campus, "Beispielbetrieb Nord GmbH")


@pytest.fixture
def colleague(firm, anna, bodo, now):
    """Bodo acts for the firm."""
    return actions.make_colleague(organisation=firm, user=bodo, by=anna, now=now)


def test_naming_a_firm_in_a_booking_opens_nothing(client, campus, firm, bodo):
    run = courses.run(campus)
    bookings.booking(run, kind="company", organisation_name=firm.name, booker_email=bodo.email)

    assert list(organisations_of(bodo)) == []
    assert not is_colleague(bodo, firm)
    client.force_login(bodo)
    assert client.get("/betrieb/kollegen/").status_code == 403


def test_the_office_makes_the_first_colleague(firm, anna, bodo, now):
    made = actions.make_colleague(organisation=firm, user=bodo, by=anna, now=now)

    assert (list(organisations_of(bodo)), made.invited_by) == ([firm], anna)
    line = Line.objects.order_by("-pk").first()
    assert (line.deed, line.thing_id) == ("organisations.colleague_made", made.pk)


def test_a_stranger_makes_nobody_a_colleague_not_even_themselves(firm, bodo, carla, now):
    for user in (bodo, carla):
        with pytest.raises(NotAllowed):
            actions.make_colleague(organisation=firm, user=user, by=bodo, now=now)
    assert not Membership.objects.exists()


def test_a_colleague_of_one_firm_invites_nobody_to_another(campus, colleague, bodo, carla, now):
    other = commons.organisation(campus, "Beispielglas Elbe GmbH")

    with pytest.raises(NotAllowed):
        actions.make_colleague(organisation=other, user=carla, by=bodo, now=now)


def test_nobody_is_a_colleague_twice(firm, colleague, anna, bodo, now):
    with pytest.raises(actions.AlreadyColleague):
        actions.make_colleague(organisation=firm, user=bodo, by=anna, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(campus=firm.campus, organisation=firm, user=bodo, made_at=now)


def test_a_membership_that_ended_opens_nothing_and_may_begin_again(client, firm, colleague, anna, bodo, now):
    actions.end_membership(membership=colleague, by=anna, now=now)
    assert list(organisations_of(bodo)) == []
    assert not Role.objects.filter(user=bodo, kind="company").exists()

    actions.make_colleague(organisation=firm, user=bodo, by=anna, now=now)

    assert list(organisations_of(bodo)) == [firm]


def test_what_the_office_closed_no_firm_opens_again(campus, firm, colleague, anna, bodo, carla, now):
    commons.user(campus, "dora@example.org", "participant")
    dora = User.objects.get(email="dora@example.org")
    actions.end_access(campus=campus, user=dora, by=anna, now=now)

    with pytest.raises(AccessEnded):
        actions.invite_colleague(organisation=firm, email=dora.email, name="Dora", by=bodo, now=now, language="de")
    actions.invite_colleague(organisation=firm, email=dora.email, name="Dora", by=anna, now=now, language="de")
    dora.refresh_from_db()
    assert dora.is_active


def test_with_the_membership_its_open_invitation_ends(firm, colleague, bodo, now):
    made = actions.invite_colleague(
        organisation=firm, email="eva@example.org", name="Eva", by=bodo, now=now, language="de"
    )
    assert SignInLink.objects.filter(email="eva@example.org", used_at=None).count() == 1

    actions.end_membership(membership=made, by=bodo, now=now)

    assert not SignInLink.objects.filter(email="eva@example.org", used_at=None).exists()


def test_ending_twice_writes_one_line(colleague, anna, now):
    for _ in range(2):
        actions.end_membership(membership=colleague, by=anna, now=now)

    assert Line.objects.filter(deed="organisations.membership_ended").count() == 1


def test_organisations_of_another_campus_are_never_ones_own(campus, other_campus, colleague, bodo):
    from django_scopes import scope

    with scope(campus=other_campus):
        assert list(organisations_of(bodo)) == []


def test_a_colleague_invites_another_who_gets_in(client, campus, firm, colleague, bodo):
    client.force_login(bodo)
    path = f"/betrieb/kollegen/{firm.pk}/einladen/"
    answer = client.post(path, {"email": "Dana@Example.org", "name": "Dana"})
    assert (answer.status_code, answer["Location"]) == (302, "/betrieb/kollegen/")

    mail = Mail.objects.get()
    assert (mail.to, firm.name in mail.body) == ("dana@example.org", True)
    client.logout()
    client.post(re.search(r"/anmelden/link/\S+", mail.body)[0])

    assert client.session["_auth_user_id"] == str(User.objects.get(email="dana@example.org").pk)
    assert [m.user.email for m in colleagues_of(firm)] == [bodo.email, "dana@example.org"]
    assert "dana@example.org" in client.get("/betrieb/kollegen/").content.decode()


def test_the_same_invitation_twice_is_a_sentence(client, firm, colleague, bodo):
    client.force_login(bodo)

    answer = client.post(f"/betrieb/kollegen/{firm.pk}/einladen/", {"email": bodo.email})

    assert answer.status_code == 422
    assert "gehört schon zu diesem Betrieb" in answer.content.decode()


def test_a_colleague_ends_another(client, firm, colleague, anna, bodo, carla, now):
    other = actions.make_colleague(organisation=firm, user=carla, by=anna, now=now)
    client.force_login(bodo)
    path = f"/betrieb/kollegen/{other.pk}/beenden/"

    assert client.get(path).status_code == 200
    assert is_colleague(carla, firm)
    assert client.post(path).status_code == 302
    assert not is_colleague(carla, firm)


def test_other_firms_pages_are_not_there(client, campus, colleague, anna, bodo, carla, now):
    other = commons.organisation(campus, "Beispielglas Elbe GmbH")
    theirs = actions.make_colleague(organisation=other, user=carla, by=anna, now=now)
    client.force_login(bodo)

    paths = [f"/betrieb/kollegen/{other.pk}/einladen/", f"/betrieb/kollegen/{theirs.pk}/beenden/"]

    assert [client.post(path, {"email": "x@example.org"}).status_code for path in paths] == [404, 404]
    assert is_colleague(carla, other)


@pytest.mark.parametrize(
    "path", ["/betrieb/kollegen/", "/betrieb/kollegen/1/einladen/", "/betrieb/kollegen/1/beenden/"]
)
def test_guests_are_asked_to_sign_in(client, campus, path):
    assert client.get(path)["Location"].startswith("/anmelden/?next=")
    assert client.post(path)["Location"].startswith("/anmelden/?next=")


# The office's list


def test_the_office_sees_who_may_sign_in(client, firm, colleague, anna, bodo):
    client.force_login(anna)

    page = client.get("/buero/zugaenge/").content.decode()

    assert all(word in page for word in (anna.email, bodo.email, firm.name, "Betrieb", "Büro"))
    assert client.get("/buero/zugaenge/?q=bodo%00").status_code == 200


@pytest.mark.parametrize("people", [1, 50])
def test_the_list_asks_the_same_number_of_questions(client, campus, firm, anna, now, people, django_assert_num_queries):
    for n in range(people - 1):
        user = commons.user(campus, f"p{n}@example.org", "company")
        actions.make_colleague(organisation=firm, user=user, by=anna, now=now)
    client.force_login(anna)
    client.get("/buero/zugaenge/")

    with django_assert_num_queries(9):
        client.get("/buero/zugaenge/")


def test_the_office_invites_somebody_for_a_firm(client, firm, anna):
    client.force_login(anna)
    typed = {"email": "dana@example.org", "name": "Dana", "kind": "company"}

    assert client.post("/buero/zugaenge/neu/", typed).status_code == 422
    assert client.post("/buero/zugaenge/neu/", typed | {"organisation": firm.pk}).status_code == 302

    assert list(organisations_of(User.objects.get(email="dana@example.org"))) == [firm]
    assert Mail.objects.get().to == "dana@example.org"


@pytest.mark.parametrize("kind", ["office", "lecturer", "participant", "funder"])
def test_the_office_invites_as_anything(client, anna, kind):
    client.force_login(anna)

    assert client.post("/buero/zugaenge/neu/", {"email": "dana@example.org", "kind": kind}).status_code == 302

    assert list(Role.objects.filter(user__email="dana@example.org").values_list("kind", flat=True)) == [kind]


@pytest.mark.parametrize(
    "typed", ["", "x" * 300, "🙂", "<script>", "a\x00b", "=1+1", "9" * 20, "a@b", "a@example.org\nBcc: b@example.org"]
)
@pytest.mark.parametrize("field", ["email", "kind", "organisation"])
def test_no_typed_word_breaks_the_invitation(client, anna, field, typed):
    client.force_login(anna)
    sent = {"email": "dana@example.org", "kind": "company", field: typed}

    assert client.post("/buero/zugaenge/neu/", sent).status_code == 422
    assert not Mail.objects.exists()


def test_the_office_ends_an_access_with_its_memberships(client, firm, colleague, anna, bodo):
    client.force_login(anna)
    path = f"/buero/zugaenge/{bodo.pk}/beenden/"
    assert client.get(path).status_code == 200
    assert Role.objects.filter(user=bodo).exists()

    assert client.post(path).status_code == 302

    assert (Role.objects.filter(user=bodo).count(), list(organisations_of(bodo))) == (0, [])


def test_the_last_of_the_office_is_not_ended(client, anna):
    client.force_login(anna)

    answer = client.post(f"/buero/zugaenge/{anna.pk}/beenden/")

    assert answer.status_code == 422
    assert "letzte Person im Büro" in answer.content.decode()


def test_the_office_sends_an_invitation_again_at_most_five_times_an_hour(client, anna, bodo):
    client.force_login(anna)

    answers = [client.post(f"/buero/zugaenge/{bodo.pk}/einladen/").status_code for _ in range(6)]

    assert answers == [302] * 5 + [422]


PAGES = ["", "neu/", "{pk}/einladen/", "{pk}/beenden/", "{pk}/zweiter-faktor/"]


@pytest.mark.parametrize("page", PAGES)
def test_only_the_office_sees_the_accesses(client, bodo, page):
    path = "/buero/zugaenge/" + page.format(pk=bodo.pk)
    assert client.get(path).status_code == 302

    client.force_login(bodo)

    assert [client.get(path).status_code, client.post(path).status_code] == [403, 403]


@pytest.mark.parametrize("page", PAGES[2:])
def test_users_of_another_campus_are_not_there(client, other_campus, anna, page):
    from django_scopes import scope

    with scope(campus=other_campus):
        other = commons.user(other_campus, "other@example.org", "office")
    client.force_login(anna)
    path = "/buero/zugaenge/" + page.format(pk=other.pk)

    assert [client.get(path).status_code, client.post(path).status_code] == [404, 404]
