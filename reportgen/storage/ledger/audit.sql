-- Who may use the organiser's page, and what each of them did there. Deeds are never changed or removed.

CREATE TABLE IF NOT EXISTS organiser (
    name     TEXT PRIMARY KEY,                     -- as they sign in
    email    TEXT NOT NULL,                        -- where copies on trial go
    password TEXT NOT NULL,                        -- its argon2 hash
    added    TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS deed (
    id     INTEGER PRIMARY KEY,
    event  TEXT    NOT NULL,
    at     TEXT    NOT NULL,
    who    TEXT    NOT NULL,                       -- the organiser's name
    what   TEXT    NOT NULL,                       -- which act; a word of the page
    number INTEGER,                                -- the participant it was about; of many or none, empty
    about  TEXT    NOT NULL                        -- the reason, the count, the file
) STRICT;

CREATE TRIGGER IF NOT EXISTS deed_is_never_changed BEFORE UPDATE ON deed
BEGIN SELECT RAISE(ABORT, 'deeds are never changed'); END;

CREATE TRIGGER IF NOT EXISTS deed_is_never_removed BEFORE DELETE ON deed
BEGIN SELECT RAISE(ABORT, 'deeds are never removed'); END;
