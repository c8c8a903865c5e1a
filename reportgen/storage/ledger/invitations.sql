-- One-time links with which people choose a password: who they are for, until when, and the digest of their code.

CREATE TABLE IF NOT EXISTS invitation (
    name    TEXT PRIMARY KEY,                      -- the name to sign in with; one link at a time for each
    email   TEXT NOT NULL,
    digest  TEXT NOT NULL UNIQUE,                  -- SHA-256 of the code in the link, which itself is not stored
    inviter TEXT NOT NULL,                         -- the organiser who made it
    made    TEXT NOT NULL,
    expires TEXT NOT NULL                          -- in UTC, so that moments can be compared as text
) STRICT;

CREATE INDEX IF NOT EXISTS delivery_by_state ON delivery (event, state);
