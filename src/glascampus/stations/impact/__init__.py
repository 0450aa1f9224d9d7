"""Wirkung: what came of it, each figure with its definition and its list."""
