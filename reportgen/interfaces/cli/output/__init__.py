"""What a terminal shows: results of commands as text or JSON, and progress bars."""
