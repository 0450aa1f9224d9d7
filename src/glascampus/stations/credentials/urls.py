"""Addresses of this station."""

from django.urls import path

from glascampus.stations.credentials.pages import corrections, lecturer, lists, office, public

app_name = "credentials"
urlpatterns = [
    path("nachweis/", public.enter, name="enter"),
    path("nachweis/<uuid:token>/", public.check, name="check"),
    path("nachweis/<uuid:token>.pdf", public.pdf, name="pdf"),
    path("nachweis/<uuid:token>.json", public.as_json, name="json"),
    path("anwesenheit/<str:token>/", lecturer.attendance, name="attendance"),
    path("buero/durchgaenge/<str:code>/anwesenheit/", office.office_run, name="office_run"),
    path("buero/durchgaenge/<str:code>/anwesenheit/eintragen/", lecturer.office_tap, name="office_tap"),
    path("buero/durchgaenge/<str:code>/abschliessen/", office.close, name="close"),
    path("buero/durchgaenge/<str:code>/berichtigen/", corrections.correct_run, name="correct_run"),
    path("buero/durchgaenge/<str:code>/papiere/", lists.papers, name="papers"),
    path("buero/durchgaenge/<str:code>/papiermappe.pdf", lists.pack, name="pack"),
    path("buero/listen/", lists.lists, name="lists"),
    path("buero/listen/<str:code>/", lists.run_lists, name="run_lists"),
    path("buero/listen/<str:code>/<str:token>.pdf", lists.scan_file, name="scan_file"),
    path("buero/listen/<str:code>/<str:token>/loeschen/", lists.scan_remove, name="scan_remove"),
    path("buero/listen/<str:code>/<str:token>/behalten/", lists.scan_keep, name="scan_keep"),
    path("buero/nachweise/", office.office_credentials, name="office_credentials"),
    path("buero/nachweise/<uuid:uuid>/", office.office_credential, name="office_credential"),
    path("buero/nachweise/<uuid:uuid>/neu/", corrections.reissue, name="reissue"),
    path("buero/nachweise/<uuid:uuid>/zurueckziehen/", corrections.revoke, name="revoke"),
]
