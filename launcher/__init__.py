"""The front door's own modules: Python standard library only, because they run before anything is installed."""
