"""Addresses of this station."""

from django.urls import path

from glascampus.stations.credentials.pages import lecturer, office, public

app_name = "credentials"
urlpatterns = [
    path("nachweis/", public.enter, name="enter"),
    path("nachweis/<uuid:token>/", public.check, name="check"),
    path("nachweis/<uuid:token>.pdf", public.pdf, name="pdf"),
    path("anwesenheit/<str:token>/", lecturer.attendance, name="attendance"),
    path("buero/durchgaenge/<str:code>/anwesenheit/", office.office_run, name="office_run"),
    path("buero/durchgaenge/<str:code>/anwesenheit/eintragen/", lecturer.office_tap, name="office_tap"),
    path("buero/durchgaenge/<str:code>/abschliessen/", office.close, name="close"),
    path("buero/nachweise/", office.office_credentials, name="office_credentials"),
    path("buero/nachweise/<uuid:uuid>/", office.office_credential, name="office_credential"),
    path("buero/nachweise/<uuid:uuid>/neu/", office.reissue, name="reissue"),
    path("buero/nachweise/<uuid:uuid>/zurueckziehen/", office.revoke, name="revoke"),
]
