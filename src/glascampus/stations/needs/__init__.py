"""Bedarf: a firm says what people must learn, and learns what became of it."""
