"""Who did what when, as ids and codes, chained so that a missing line shows."""
