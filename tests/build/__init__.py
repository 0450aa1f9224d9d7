"""Plain builders: they call actions, so that test data could have been made by hand."""
