"""What participants answered, and overviews of all answers."""
