"""A campus kept as files becomes a campus in the database: read, checked line by line, then made by the stations' own actions."""
