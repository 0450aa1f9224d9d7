"""Which campus this is; every other table belongs to one, and a query without a campus fails."""
