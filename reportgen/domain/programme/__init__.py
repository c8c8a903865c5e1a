"""The meeting itself: the event with its programme, themes and questions, and the seating at tables."""
