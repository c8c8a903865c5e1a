"""Letters as values: their states and transitions, retries, the delivery window and the projected finish."""
