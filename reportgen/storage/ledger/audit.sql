-- The organisers who may use the web page, and the audit log of what they did. Its rows are never changed or removed.

CREATE TABLE IF NOT EXISTS organiser (
    name     TEXT PRIMARY KEY,                     -- the name to sign in with
    email    TEXT NOT NULL,                        -- where test copies go
    password TEXT NOT NULL,                        -- its argon2 hash
    added    TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS deed (
    id     INTEGER PRIMARY KEY,
    event  TEXT    NOT NULL,
    at     TEXT    NOT NULL,
    who    TEXT    NOT NULL,                       -- the organiser's name
    what   TEXT    NOT NULL,                       -- the action
    number INTEGER,                                -- the participant it was about; NULL for several or none
    about  TEXT    NOT NULL                        -- the reason, the count, the file
) STRICT;

CREATE TRIGGER IF NOT EXISTS deed_is_never_changed BEFORE UPDATE ON deed
BEGIN SELECT RAISE(ABORT, 'deeds are never changed'); END;

CREATE TRIGGER IF NOT EXISTS deed_is_never_removed BEFORE DELETE ON deed
BEGIN SELECT RAISE(ABORT, 'deeds are never removed'); END;
