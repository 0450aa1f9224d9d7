"""What a campus says and keeps by law: its legal texts as shown, its rules, its remarks on accessibility, its time limits."""
