"""Addresses of this station."""

from django.urls import path

from glascampus.stations.bookings.pages import attach, office, public

app_name = "bookings"
urlpatterns = [
    path("kurse/termin/<slug:code>/buchen/", public.book, name="book"),
    path("buchung/<str:token>/", public.mine, name="mine"),
    path("buchung/<str:token>/termin.ics", public.calendar, name="calendar"),
    path("buchung/<str:token>/annehmen/", public.accept, name="accept"),
    path("buchung/<str:token>/weitergeben/", public.decline, name="decline"),
    path("buchung/<str:token>/fest/", public.make_binding, name="make_binding"),
    path("buchung/<str:token>/stornieren/", public.cancel, name="cancel"),
    path("buchung/<str:token>/stornieren/<int:seat>/", public.cancel, name="cancel_seat"),
    path("buchung/<str:token>/name/<int:seat>/", public.names, name="names"),
    path("buero/buchungen/", office.bookings, name="office_bookings"),
    path("buero/buchungen.csv", office.bookings_csv, name="office_bookings_csv"),
    path("buero/buchungen/<slug:code>/betrieb/", attach.attach, name="attach"),
    path("buero/durchgaenge/<slug:code>/buchungen/", office.run, name="office_run"),
    path("buero/durchgaenge/<slug:code>/findet-statt/", office.confirm_run, name="confirm_run"),
    path("buero/durchgaenge/<slug:code>/absagen/", office.cancel_run, name="cancel_run"),
]
