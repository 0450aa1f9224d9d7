"""Buchung: seats are promised once, never twice, and who waits sees where."""
