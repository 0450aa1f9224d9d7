"""One file per part of a campus; each makes its rows by the actions of its station."""
