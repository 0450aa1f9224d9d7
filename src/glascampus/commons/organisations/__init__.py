"""Companies, schools, the university, the district: who carries the campus and who uses it."""
