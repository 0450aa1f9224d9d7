"""Where teaching happens: places and their rooms."""
