"""The ledger in SQLite: people, packs, letters with every attempt, notes, answers and the audit log."""
