"""Addresses of the composed pages."""

from django.urls import path, re_path

from glascampus.stations.impact import pages as impact
from glascampus.web.page_cache import kept_ready
from glascampus.web.pages import courses, curriculum, door, editorial, home, keys, needs, office, search

app_name = "web"
urlpatterns = [
    path("", kept_ready(home.home), name="home"),
    path("bedarf/", kept_ready(needs.all_needs), name="needs"),
    path("bedarf.csv", needs.all_needs_csv, name="needs_csv"),
    path("bedarf/stand/<str:token>/", needs.statement, name="statement"),
    re_path(r"^bedarf/(?P<slug>(?!(?:melden|gemeldet)/)[-a-zA-Z0-9_]+)/$", kept_ready(needs.one_need), name="need"),
    path("curriculum/", kept_ready(curriculum.overview), name="curriculum"),
    path("curriculum/<slug:slug>/", kept_ready(curriculum.module), name="module"),
    path("kurse/", kept_ready(courses.catalogue), name="catalogue"),
    path("kurse.ics", courses.catalogue_ics, name="catalogue_ics"),
    path("kurse.json", courses.catalogue_json, name="catalogue_json"),
    path("kurse/<slug:slug>.ics", courses.course_ics, name="course_ics"),
    path("kurse/<slug:slug>/", kept_ready(courses.course), name="course"),
    path("termine/", kept_ready(courses.dates), name="dates"),
    path("wirkung/", kept_ready(impact.impact), name="impact"),
    path("wirkung.csv", impact.impact_csv, name="impact_csv"),
    path("suche/", search.search, name="search"),
    path("partner/", kept_ready(editorial.partners), name="partners"),
    path("modell/", kept_ready(editorial.model), name="model"),
    path("impressum/", editorial.legal, {"page": "imprint"}, name="imprint"),
    path("datenschutz/", editorial.legal, {"page": "privacy"}, name="privacy"),
    path("barrierefreiheit/", editorial.legal, {"page": "accessibility"}, name="accessibility"),
    path("teilnahmebedingungen/", editorial.legal, {"page": "terms"}, name="terms"),
    path("anmelden/", door.sign_in, name="sign_in"),
    path("anmelden/demo/<slug:kind>/", door.demo_sign_in, name="demo_sign_in"),
    path("abmelden/", door.sign_out, name="sign_out"),
    path("einrichten/<str:token>/", door.set_up, name="set_up"),
    path("demo/post/", door.demo_post, name="demo_post"),
    path("buero/", office.board, name="board"),
    path("buero/ueber-uns/", office.about, name="office_about"),
    path("buero/ueber-uns/campus/", office.campus_edit, name="campus_edit"),
    path("buero/schluessel/", keys.keys, name="keys"),
    path("buero/fakten/neu/", office.fact_edit, name="fact_new"),
    path("buero/fakten/<int:pk>/", office.fact_edit, name="fact_edit"),
    path("buero/fakten/<int:pk>/loeschen/", office.fact_remove, name="fact_remove"),
    path("buero/organisationen/neu/", office.organisation_edit, name="organisation_new"),
    path("buero/organisationen/<int:pk>/", office.organisation_edit, name="organisation_edit"),
    path("buero/organisationen/<int:pk>/loeschen/", office.organisation_remove, name="organisation_remove"),
    path("buero/standorte/neu/", office.site_edit, name="site_new"),
    path("buero/standorte/<int:pk>/", office.site_edit, name="site_edit"),
    path("buero/standorte/<int:pk>/loeschen/", office.site_remove, name="site_remove"),
    path("buero/raeume/neu/", office.room_edit, name="room_new"),
    path("buero/raeume/<int:pk>/", office.room_edit, name="room_edit"),
    path("buero/raeume/<int:pk>/loeschen/", office.room_remove, name="room_remove"),
    path("buero/personen/neu/", office.person_edit, name="person_new"),
    path("buero/personen/<int:pk>/", office.person_edit, name="person_edit"),
    path("buero/personen/<int:pk>/loeschen/", office.person_remove, name="person_remove"),
]
