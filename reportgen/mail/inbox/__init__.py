"""Incoming mail: mailboxes, delivery reports, and submissions and replies of participants. Mailboxes are only read."""
