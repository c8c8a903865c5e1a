"""Letters as values: states and transitions, rules, retries, projection and simulation.

Sending is in ``mail``, the ledger of letters in ``storage``.
"""
