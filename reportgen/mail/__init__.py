"""What is sent: letters, calendars, senders."""
