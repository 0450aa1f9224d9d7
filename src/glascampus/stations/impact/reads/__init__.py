"""Figures along the thread, and what became of each need. One big query counts, a fixed number of small ones connects."""

from glascampus.stations.impact.reads.became import SaidDone, Step, all_said_done, said_done
from glascampus.stations.impact.reads.connected import Connected
from glascampus.stations.impact.reads.story import Told, told_story
from glascampus.stations.impact.reads.thread import Figure, StationFigure, figures, home_stations

__all__ = [
    "Connected",
    "Figure",
    "SaidDone",
    "StationFigure",
    "Step",
    "Told",
    "all_said_done",
    "figures",
    "home_stations",
    "said_done",
    "told_story",
]
