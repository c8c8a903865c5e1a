"""Output of commands: results as text or JSON, and progress bars."""
