"""The house itself: settings, addresses, base layout, composed pages, sign-in, shell."""
