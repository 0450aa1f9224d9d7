"""The lecturer's page, the office's pages, printed papers and signed lists, and the public check page."""

from glascampus.stations.credentials.pages import corrections, lecturer, lists, office, public

__all__ = ["corrections", "lecturer", "lists", "office", "public"]
