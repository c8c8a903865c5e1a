"""Use cases of accounts: who may use the organisers' page."""
