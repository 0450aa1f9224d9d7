"""Addresses of this station."""

from django.urls import path

from glascampus.stations.curriculum import pages

app_name = "curriculum"
urlpatterns = [
    path("buero/curriculum/", pages.office_modules, name="office_modules"),
    path("buero/curriculum/neu/", pages.office_module, name="office_module_new"),
    path("buero/curriculum/<int:pk>/", pages.office_module, name="office_module"),
    path("buero/curriculum/<int:pk>/zeigen/", pages.office_module_publish, name="office_module_publish"),
    path("buero/curriculum/<int:pk>/loeschen/", pages.office_module_remove, name="office_module_remove"),
    path("buero/curriculum/kompetenzen/neu/", pages.office_competence, name="office_competence_new"),
    path("buero/curriculum/kompetenzen/<int:pk>/", pages.office_competence, name="office_competence"),
    path(
        "buero/curriculum/kompetenzen/<int:pk>/loeschen/",
        pages.office_competence_remove,
        name="office_competence_remove",
    ),
]
