"""Addresses of this station."""

from django.urls import path

from glascampus.stations.courses import pages

app_name = "courses"
urlpatterns = [
    path("buero/kurse/", pages.office_courses, name="office_courses"),
    path("buero/kurse/neu/", pages.office_course, name="office_course_new"),
    path("buero/kurse/<int:pk>/", pages.office_course, name="office_course"),
    path("buero/kurse/<int:pk>/zeigen/", pages.office_course_publish, name="office_course_publish"),
    path("buero/kurse/<int:pk>/loeschen/", pages.office_course_remove, name="office_course_remove"),
    path("buero/kurse/<int:course_pk>/geschichte/neu/", pages.office_history, name="office_history_new"),
    path("buero/kurse/<int:course_pk>/geschichte/<int:pk>/", pages.office_history, name="office_history"),
    path(
        "buero/kurse/<int:course_pk>/geschichte/<int:pk>/loeschen/",
        pages.office_history_remove,
        name="office_history_remove",
    ),
    path("buero/kurse/<int:course_pk>/fragen/neu/", pages.office_question, name="office_question_new"),
    path("buero/kurse/<int:course_pk>/fragen/<int:pk>/", pages.office_question, name="office_question"),
    path(
        "buero/kurse/<int:course_pk>/fragen/<int:pk>/loeschen/",
        pages.office_question_remove,
        name="office_question_remove",
    ),
    path("buero/durchgaenge/", pages.office_runs, name="office_runs"),
    path("buero/durchgaenge/neu/", pages.office_run_new, name="office_run_new"),
    path("buero/durchgaenge/<slug:code>/", pages.office_run, name="office_run"),
    path("buero/durchgaenge/<slug:code>/aendern/", pages.office_run_edit, name="office_run_edit"),
    path("buero/durchgaenge/<slug:code>/oeffnen/", pages.office_run_open, name="office_run_open"),
    path("buero/durchgaenge/<slug:code>/planen/", pages.office_run_plan, name="office_run_plan"),
    path("buero/durchgaenge/<slug:code>/loeschen/", pages.office_run_remove, name="office_run_remove"),
    path("buero/durchgaenge/<slug:code>/termine/<int:pk>/", pages.office_session, name="office_session"),
    path(
        "buero/durchgaenge/<slug:code>/termine/<int:pk>/loeschen/",
        pages.office_session_remove,
        name="office_session_remove",
    ),
]
