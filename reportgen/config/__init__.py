"""Configuration: the schema of event.toml, loading it into an Event and Settings, paths of a run, time zone.

Nothing here reads lists, figures or the ledger.
"""
