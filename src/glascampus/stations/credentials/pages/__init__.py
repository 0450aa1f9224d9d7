"""The lecturer's page, the office's pages, and the public check page."""

from glascampus.stations.credentials.pages import lecturer, office, public

__all__ = ["lecturer", "office", "public"]
