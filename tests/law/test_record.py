"""The record of processing is made from the tables; nothing is listed by hand."""

import csv
import io

from django.apps import apps
from django.urls import reverse

from glascampus.commons.legal.reads import mailboxes, processing
from glascampus.commons.legal.words import BASES
from glascampus.commons.roll.reads import announced

NAMES = ("given_name", "family_name", "booker_name", "person_name", "name")
NO_PERSONS = {  # tables with a column called name that holds the name of a thing
    "campuses.Campus", "organisations.Organisation", "roll.Beat", "machines.Token", "sites.Site", "sites.Room",
}  # fmt: skip


def rows(client, path="web:privacy_record_csv"):
    body = client.get(reverse(path)).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(body), delimiter=";"))


def test_every_table_with_personal_data_is_in_it(campus, client, anna):
    client.force_login(anna)
    listed = {row[1] for row in rows(client)[1:]}
    ours = [m for c in apps.get_app_configs() if c.name.startswith("glascampus.") for m in c.get_models()]
    with_names = {m._meta.label for m in ours if mailboxes(m) or any(f.name in NAMES for f in m._meta.concrete_fields)}

    assert with_names - NO_PERSONS <= listed
    assert listed == {keep.model for keep in announced("retention") if keep.personal}


def test_every_row_says_what_for_on_which_ground_for_whom_and_how_long(campus, client, anna):
    client.force_login(anna)
    header, *body = rows(client)

    assert header == ["Wofür", "Tabelle", "Was darin steht", "Rechtsgrundlage", "Wer es sieht", "Wie lange", "Ende"]
    assert [row[1] for row in body if not all(row)] == []
    assert {row[3] for row in body} <= {str(name) for name in BASES.values()}


def test_a_rule_of_the_office_shows_at_once(campus, client, anna, now):
    from glascampus.commons.legal.actions import keep_rule

    keep_rule(
        campus=campus,
        key="retention.mails_days",
        value="33",
        valid_from=now.date().replace(year=2026),
        source_title="Beschluss",
        by=anna,
        now=now,
    )
    one = next(row for row in processing(now.date()) if row.keep.model == "outbox.Mail")

    assert (one.limit, one.source) == ((33, "days"), "Beschluss")


def test_the_page_is_for_the_office_and_speaks_both_languages(campus, client, anna, bodo):
    assert client.get(reverse("web:privacy_record")).status_code == 302
    client.force_login(bodo)
    assert client.get(reverse("web:privacy_record")).status_code == 403
    client.force_login(anna)
    assert "rechtliche Pflicht" in client.get("/buero/verarbeitung/").content.decode()
    assert "legal obligation" in client.get("/en/buero/verarbeitung/").content.decode()
