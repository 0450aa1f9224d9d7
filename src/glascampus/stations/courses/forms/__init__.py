"""Input of courses, runs and sessions."""

from glascampus.stations.courses.forms.courses import CourseForm, FitQuestionForm, HistoryForm
from glascampus.stations.courses.forms.runs import RunForm, SessionForm

__all__ = ["CourseForm", "FitQuestionForm", "HistoryForm", "RunForm", "SessionForm"]
