"""No public page asks more than eight questions of the database when it is drawn, campus and state of the journal included."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.build import credentials as papers
from tests.build import editorial, needs


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/kurse/",
        "/termine/",
        "/bedarf/",
        "/bedarf/ein-thema/",
        "/curriculum/",
        "/wirkung/",
        "/partner/",
        "/aktuelles/",
        "/aktuelles/offen/",
        "/jugend/",
        "/modell/",
    ],
)
def test_eight_queries_are_enough(client, campus, settings, address, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.PAGE_CACHE_PAGES = 500
    papers.credential(campus)
    needs.topic(campus, "Ein Thema", slug="ein-thema")
    editorial.picture(editorial.news(campus, "Offen"))
    editorial.page(campus, "jugend")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= 8, [query["sql"][:90] for query in asked]
