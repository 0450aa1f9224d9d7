"""What all stations share."""
