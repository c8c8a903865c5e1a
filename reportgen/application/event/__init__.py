"""Events themselves: create the folder of one, and see whether it is ready for its letters to leave."""
