"""The desk: the one form page and the one list page that every station uses."""
