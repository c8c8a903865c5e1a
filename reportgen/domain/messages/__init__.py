"""Messages to some participants as values: whom they are for, and texts with placeholders."""
