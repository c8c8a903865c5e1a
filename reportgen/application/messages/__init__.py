"""Messages to some participants: writing, checking for each recipient, making letters, testing and withdrawing."""
