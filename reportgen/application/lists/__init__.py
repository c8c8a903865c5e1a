"""Registration lists and seats: check a list, replace it, move a participant to another table."""
