"""What the templates of all apps know without ``load`` (a builtin of the settings)."""
