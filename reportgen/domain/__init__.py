"""Values and pure functions: no files, clock, network, pandas or SQL in here."""
