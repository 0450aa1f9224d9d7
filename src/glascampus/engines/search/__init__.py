"""Finding short texts by words: German and English word forms, parts of compounds, typing errors. Plain data, no Django.

``index.Index`` holds the words of some documents, ``asking.ask`` answers a question with their numbers, best first, and
``marks.marked`` shows where the words stand in a text.
"""
