"""Programs that come with a token: which they are, what they may do, and what they were answered."""
