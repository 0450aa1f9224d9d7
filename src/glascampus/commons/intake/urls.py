"""Addresses of this app."""

from django.urls import path

from glascampus.commons.intake import pages

app_name = "intake"
urlpatterns = [
    path("buero/einlesen/", pages.take_in, name="take_in"),
    path("buero/einlesen/<int:pk>/", pages.batch, name="batch"),
]
