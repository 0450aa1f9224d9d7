"""Nachweis: who was there gets a paper that anyone can check."""
