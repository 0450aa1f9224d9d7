"""Heavy thinking on plain data. No Django here."""
