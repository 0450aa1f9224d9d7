"""Pages of booking: for everybody, for who holds a link, for the office."""
