"""The ledger in SQLite: people, packs, letters with every attempt, notes, answers and the audit log.

The SQL is here and nowhere else. The tables are described in ``docs/formats.md``.
"""
