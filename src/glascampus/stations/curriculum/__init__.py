"""Curriculum: modules that answer needs, with outcomes, hours by mode and bearers."""
