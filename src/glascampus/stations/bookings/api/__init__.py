"""Runs and bookings for programs."""

from ninja import Router

from glascampus.stations.bookings.api import bookings, runs
from glascampus.stations.bookings.api.shapes import Order, Rename

SHAPES = (Order, Rename)  # read by hand, so that the description must be told of them
router = Router()
router.add_router("", runs.router)
router.add_router("", bookings.router)
