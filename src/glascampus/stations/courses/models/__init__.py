"""Courses, their runs, the sessions of a run, and who teaches it."""

from glascampus.stations.courses.models.course import Course, FitQuestion, History
from glascampus.stations.courses.models.run import Move, Run, Session

__all__ = ["Course", "FitQuestion", "History", "Move", "Run", "Session"]
