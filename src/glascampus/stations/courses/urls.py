"""Addresses of this station."""

from django.urls import path

from glascampus.stations.courses.pages import courses, history, lists, questions, runs, sessions

app_name = "courses"
urlpatterns = [
    path("buero/kurse/", lists.office_courses, name="office_courses"),
    path("buero/kurse/neu/", courses.office_course, name="office_course_new"),
    path("buero/kurse/<int:pk>/", courses.office_course, name="office_course"),
    path("buero/kurse/<int:pk>/zeigen/", courses.office_course_publish, name="office_course_publish"),
    path("buero/kurse/<int:pk>/loeschen/", courses.office_course_remove, name="office_course_remove"),
    path("buero/kurse/<int:course_pk>/geschichte/neu/", history.office_history, name="office_history_new"),
    path("buero/kurse/<int:course_pk>/geschichte/<int:pk>/", history.office_history, name="office_history"),
    path(
        "buero/kurse/<int:course_pk>/geschichte/<int:pk>/loeschen/",
        history.office_history_remove,
        name="office_history_remove",
    ),
    path("buero/kurse/<int:course_pk>/fragen/neu/", questions.office_question, name="office_question_new"),
    path("buero/kurse/<int:course_pk>/fragen/<int:pk>/", questions.office_question, name="office_question"),
    path(
        "buero/kurse/<int:course_pk>/fragen/<int:pk>/loeschen/",
        questions.office_question_remove,
        name="office_question_remove",
    ),
    path("buero/durchgaenge/", lists.office_runs, name="office_runs"),
    path("buero/durchgaenge/neu/", runs.office_run_new, name="office_run_new"),
    path("buero/durchgaenge/<slug:code>/", sessions.office_run, name="office_run"),
    path("buero/durchgaenge/<slug:code>/aendern/", runs.office_run_edit, name="office_run_edit"),
    path("buero/durchgaenge/<slug:code>/oeffnen/", runs.office_run_open, name="office_run_open"),
    path("buero/durchgaenge/<slug:code>/planen/", runs.office_run_plan, name="office_run_plan"),
    path("buero/durchgaenge/<slug:code>/loeschen/", runs.office_run_remove, name="office_run_remove"),
    path("buero/durchgaenge/<slug:code>/termine/<int:pk>/", sessions.office_session, name="office_session"),
    path(
        "buero/durchgaenge/<slug:code>/termine/<int:pk>/loeschen/",
        sessions.office_session_remove,
        name="office_session_remove",
    ),
]
