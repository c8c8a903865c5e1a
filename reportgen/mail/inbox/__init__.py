"""What comes in by mail: mailboxes, delivery reports and replies. Mailboxes are only read."""
