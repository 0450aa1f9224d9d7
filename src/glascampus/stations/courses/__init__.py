"""Kurs: courses made of modules, and their runs with dates, places and prices."""
