"""What participants send back: collect it, and report the answers."""
