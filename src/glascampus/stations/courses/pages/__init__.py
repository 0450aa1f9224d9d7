"""The office's pages of courses and runs; the public ones are composed in ``web.pages.courses``."""
