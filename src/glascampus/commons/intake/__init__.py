"""Lists that somebody keeps in a spreadsheet come in: looked at first, taken in one deed, taken back while nothing leans on them."""
