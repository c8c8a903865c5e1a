"""The settings of an event and of a run: the schema of event.toml, reading it, folders and time zone.

Nothing here reads lists, figures or the ledger.
"""
