"""What the campus tells in its own words: pages and news in their versions, and pictures that may be shown."""
