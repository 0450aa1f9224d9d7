"""Addresses of this station."""

from django.urls import path

from glascampus.stations.bookings.pages import attach, calls, dates, fees, office, public, undo, withdrawal

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
    path("buchung/<str:token>/komme-ich/", calls.coming, name="coming"),
    path("buchung/<str:token>/verlegt/", dates.moved, name="moved"),
    path("buchung/<str:token>/zuruecktreten/", dates.step_back, name="step_back"),
    path("buero/buchungen/<str:key>/stornieren/", office.cancel, name="office_cancel"),
    path("buero/buchungen/<str:key>/stornieren/<int:seat>/", office.cancel, name="office_cancel_seat"),
    path("buero/durchgaenge/<slug:code>/anrufe/", calls.calls, name="calls"),
    path("buero/durchgaenge/<slug:code>/anrufe/neu/", calls.start, name="start_calls"),
    path("buero/durchgaenge/<slug:code>/verlegen/", dates.move, name="move"),
    path("buero/durchgaenge/<slug:code>/verlegung/", dates.moves, name="moves"),
    path("vertrag-widerrufen/", withdrawal.withdraw, name="withdraw"),
    path("vertrag-widerrufen/eingang/<str:token>/", withdrawal.withdrawn, name="withdrawn"),
    path("buero/widerrufe/", withdrawal.withdrawals, name="office_withdrawals"),
    path("buero/widerrufe/<int:pk>/", withdrawal.office_withdrawal, name="office_withdrawal"),
    path("buero/widerrufe/<int:pk>/anerkennen/", withdrawal.accept_withdrawal, name="accept_withdrawal"),
    path("buero/widerrufe/<int:pk>/ablehnen/", withdrawal.decline_withdrawal, name="decline_withdrawal"),
    path("buero/widerrufe/<int:pk>/gesehen/", withdrawal.see_withdrawal, name="see_withdrawal"),
    path("buero/stornokosten/", fees.fees, name="office_fees"),
    path("buero/stornokosten/<int:pk>/erlassen/", fees.waive, name="waive_fee"),
    path("buero/stornokosten/staffel/", fees.scale, name="fee_scale"),
    path("buero/durchgaenge/<slug:code>/stornokosten/", fees.scale, name="run_fee_scale"),
    path("buero/rueckgaengig/<int:pk>/", undo.undo, name="undo"),
    path("buero/rueckgaengig/<int:pk>/senden/", undo.send_now, name="send_now"),
]
