"""robots.txt and the sitemap."""

from xml.etree import ElementTree as ET

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def test_robots_are_kept_from_the_office_and_from_private_links(client, campus):
    said = client.get("/robots.txt")

    assert said["Content-Type"].startswith("text/plain")
    lines = said.content.decode().splitlines()
    assert {
        "Disallow: /buero/",
        "Disallow: /buchung/",
        "Disallow: /en/buero/",
        "Disallow: /en/buchung/",
        "Disallow: /anwesenheit/",
    } <= set(lines)
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


def addresses(client) -> list[str]:
    said = client.get("/sitemap.xml")
    assert said["Content-Type"] == "application/xml"
    return [loc.text for loc in ET.fromstring(said.content).iter(LOC)]


def test_every_address_of_the_sitemap_answers_in_both_languages(client, campus):
    found = addresses(client)

    german = [a for a in found if "/en/" not in a]
    assert len(set(found)) == len(found)
    assert sorted(found) == sorted([*german, *(a.replace("testserver/", "testserver/en/") for a in german)])
    assert {"http://testserver/", "http://testserver/bedarf/", "http://testserver/impressum/"} <= set(german)
    assert {a: client.get(a.removeprefix("http://testserver")).status_code for a in found} == dict.fromkeys(found, 200)
