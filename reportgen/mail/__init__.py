"""E-mail: composing letters, sending them over SMTP or to an outbox folder, and reading what comes in (``inbox``).

Which letter is sent when, and what its outcome means for the ledger, is decided in ``application.delivery``.
"""
