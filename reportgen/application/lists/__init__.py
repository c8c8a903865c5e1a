"""The registration list: check it, replace it, move someone to another table."""
