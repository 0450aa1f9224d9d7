"""On Monday morning the office reads in one mail what its board says: three decisions at most, then the figures of the week."""
