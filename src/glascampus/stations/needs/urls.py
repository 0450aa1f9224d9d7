"""Addresses of this station."""

from django.urls import path

from glascampus.stations.needs.pages import evidence, lists, public, statements, topics

app_name = "needs"
urlpatterns = [
    path("bedarf/melden/", public.report, name="report"),
    path("bedarf/gemeldet/", public.reported, name="reported"),
    path("bedarf/bestaetigen/<str:token>/", public.confirm_statement, name="confirm"),
    path("buero/bedarf/", lists.office_statements, name="office_statements"),
    path("buero/bedarf/neu/", statements.office_on_behalf, name="office_on_behalf"),
    path("buero/bedarf/<int:pk>/", statements.office_statement, name="office_statement"),
    path("buero/bedarf/<int:pk>/zuordnen/", statements.office_join, name="office_join"),
    path("buero/bedarf/<int:pk>/neues-thema/", statements.office_topic_from, name="office_topic_from"),
    path("buero/bedarf/<int:pk>/aufteilen/", statements.office_split, name="office_split"),
    path("buero/bedarf/<int:pk>/berichtigen/", statements.office_correct, name="office_correct"),
    path("buero/bedarf/<int:pk>/antworten/", statements.office_answer, name="office_answer"),
    path("buero/bedarf/<int:pk>/loeschen/", statements.office_statement_remove, name="office_statement_remove"),
    path("buero/themen/", topics.office_topics, name="office_topics"),
    path("buero/themen/neu/", topics.office_topic_edit, name="office_topic_new"),
    path("buero/themen/<int:pk>/", topics.office_topic, name="office_topic"),
    path("buero/themen/<int:pk>/aendern/", topics.office_topic_edit, name="office_topic_edit"),
    path("buero/themen/<int:pk>/loeschen/", topics.office_topic_remove, name="office_topic_remove"),
    path("buero/themen/<int:pk>/beleg/", evidence.office_evidence_new, name="office_evidence_new"),
    path("buero/belege/<int:pk>/", evidence.office_evidence_edit, name="office_evidence_edit"),
    path("buero/belege/<int:pk>/loeschen/", evidence.office_evidence_remove, name="office_evidence_remove"),
]
