"""Who learns and who teaches."""
