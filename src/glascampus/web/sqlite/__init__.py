"""Django's SQLite, with a line for its writers."""
