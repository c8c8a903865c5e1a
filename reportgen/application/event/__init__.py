"""The folder of an event: create it, empty or from an earlier event."""
