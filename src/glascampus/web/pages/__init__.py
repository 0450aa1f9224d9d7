"""Pages that show the thread both ways: only calls of ``reads`` and a template, no query and no decision."""
