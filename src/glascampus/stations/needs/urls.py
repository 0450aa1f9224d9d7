"""Addresses of this station."""

from django.urls import path

from glascampus.stations.needs import pages

app_name = "needs"
urlpatterns = [
    path("bedarf/melden/", pages.report, name="report"),
    path("bedarf/gemeldet/", pages.reported, name="reported"),
    path("bedarf/bestaetigen/<str:token>/", pages.confirm_statement, name="confirm"),
    path("buero/bedarf/", pages.office_statements, name="office_statements"),
    path("buero/bedarf/neu/", pages.office_on_behalf, name="office_on_behalf"),
    path("buero/bedarf/<int:pk>/", pages.office_statement, name="office_statement"),
    path("buero/bedarf/<int:pk>/zuordnen/", pages.office_join, name="office_join"),
    path("buero/bedarf/<int:pk>/neues-thema/", pages.office_topic_from, name="office_topic_from"),
    path("buero/bedarf/<int:pk>/aufteilen/", pages.office_split, name="office_split"),
    path("buero/bedarf/<int:pk>/berichtigen/", pages.office_correct, name="office_correct"),
    path("buero/bedarf/<int:pk>/antworten/", pages.office_answer, name="office_answer"),
    path("buero/bedarf/<int:pk>/loeschen/", pages.office_statement_remove, name="office_statement_remove"),
    path("buero/themen/", pages.office_topics, name="office_topics"),
    path("buero/themen/neu/", pages.office_topic_edit, name="office_topic_new"),
    path("buero/themen/<int:pk>/", pages.office_topic, name="office_topic"),
    path("buero/themen/<int:pk>/aendern/", pages.office_topic_edit, name="office_topic_edit"),
    path("buero/themen/<int:pk>/loeschen/", pages.office_topic_remove, name="office_topic_remove"),
    path("buero/themen/<int:pk>/beleg/", pages.office_evidence_new, name="office_evidence_new"),
    path("buero/belege/<int:pk>/", pages.office_evidence_edit, name="office_evidence_edit"),
    path("buero/belege/<int:pk>/loeschen/", pages.office_evidence_remove, name="office_evidence_remove"),
]
