"""What an organiser takes to the venue: attendance lists, name badges and table signs."""
