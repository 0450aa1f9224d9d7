"""The office's desk for words and pictures: pages and news as drafts, what is missing, the history, pictures with their consent."""
