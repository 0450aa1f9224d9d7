"""The thread: needs < curriculum < courses < bookings < credentials < impact."""
