"""Who may see and do what: every address with every role, and every predicate with a deed that asks it."""
