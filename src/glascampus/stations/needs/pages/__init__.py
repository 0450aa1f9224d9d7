"""Stating a need, and the office's desk for needs. What became of a need is shown by composed pages."""
