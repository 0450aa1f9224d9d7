"""Addresses of the composed pages."""

from django.urls import path

from glascampus.web.pages import door, editorial

try:  # TEMPORARY until all stations have their reads; the lead removes it
    from glascampus.web.pages import home, office
except ImportError:
    from unittest.mock import Mock

    home = office = Mock(home=door.sign_in, **{n: door.sign_in for n in "board about campus_edit organisation_edit organisation_remove site_edit site_remove room_edit room_remove person_edit person_remove".split()})

app_name = "web"
urlpatterns = [
    path("", home.home, name="home"),
    path("partner/", editorial.partners, name="partners"),
    path("modell/", editorial.model, name="model"),
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
