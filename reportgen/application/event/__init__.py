"""The folder of an event: creating one, empty or from an earlier event."""
