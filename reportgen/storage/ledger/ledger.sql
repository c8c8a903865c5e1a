-- People, editions, packs and letters, and every attempt to deliver a letter. Attempts are never changed or removed.

CREATE TABLE IF NOT EXISTS person (
    event   TEXT    NOT NULL,
    number  INTEGER NOT NULL CHECK (number > 0),  -- of the participant, for good
    email   TEXT    NOT NULL,                     -- as last registered
    name    TEXT    NOT NULL,                     -- full name, as last registered
    code    TEXT    NOT NULL,                     -- municipality, as last registered; NL for a guest
    details TEXT    NOT NULL DEFAULT '{}',        -- other fields of the last list, as JSON
    PRIMARY KEY (event, number)
) STRICT;

CREATE TABLE IF NOT EXISTS seat (
    event   TEXT    NOT NULL,
    number  INTEGER NOT NULL,
    seated  INTEGER NOT NULL CHECK (seated > 0),  -- table
    theme   TEXT    NOT NULL,
    PRIMARY KEY (event, number)
) STRICT;

CREATE TABLE IF NOT EXISTS edition (
    event   TEXT    NOT NULL,
    edition INTEGER NOT NULL CHECK (edition > 0),
    begun   TEXT    NOT NULL,                     -- when it was begun, before anything is sealed
    sealed  TEXT,                                 -- when it was sealed, with all its packs and letters in the ledger
    bag     TEXT,                                 -- SHA-256 of the bag's tagmanifest
    PRIMARY KEY (event, edition)
) STRICT;

CREATE TABLE IF NOT EXISTS pack (
    event       TEXT    NOT NULL,
    number      INTEGER NOT NULL,
    edition     INTEGER NOT NULL,
    code        TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,                 -- of the content and design it was printed from
    digest      TEXT    NOT NULL,                 -- SHA-256 of the PDF
    pages       INTEGER NOT NULL,
    withdrawn   TEXT,                             -- when the participant left the list
    PRIMARY KEY (event, number, edition)
) STRICT;

CREATE TABLE IF NOT EXISTS part (
    event       TEXT    NOT NULL,
    number      INTEGER NOT NULL,
    edition     INTEGER NOT NULL,
    place       INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    content     TEXT    NOT NULL,                 -- SHA-256 of the content; its file in the archive has this name
    fingerprint TEXT    NOT NULL,
    PRIMARY KEY (event, number, edition, place)
) STRICT;

CREATE TABLE IF NOT EXISTS delivery (
    key         TEXT    PRIMARY KEY,              -- event.number.edition
    event       TEXT    NOT NULL,
    number      INTEGER NOT NULL,
    edition     INTEGER NOT NULL,
    recipient   TEXT    NOT NULL,
    message_id  TEXT    NOT NULL UNIQUE,
    letter      TEXT    NOT NULL,                 -- SHA-256 of the letter
    pack        TEXT    NOT NULL,                 -- SHA-256 of the PDF in it; empty without one
    follows     INTEGER NOT NULL CHECK (follows IN (0, 1)),  -- the participant had an earlier letter
    state       TEXT    NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    due         TEXT,                             -- a postponed letter is not tried again before this moment
    changed     TEXT    NOT NULL,
    kind        TEXT    NOT NULL DEFAULT 'pack',  -- 'cancellation': does not take part any more, 'message'
    UNIQUE (event, number, edition)
) STRICT;

CREATE TABLE IF NOT EXISTS attempt (
    id      INTEGER PRIMARY KEY,
    key     TEXT    NOT NULL REFERENCES delivery (key),
    at      TEXT    NOT NULL,
    step    TEXT    NOT NULL,                     -- an action of the transition table, 'stage' or 'redirect'
    state   TEXT    NOT NULL,                     -- after the step
    said    TEXT    NOT NULL                      -- the stage, the server's answer, or who asked for it
) STRICT;

CREATE TRIGGER IF NOT EXISTS attempt_is_never_changed BEFORE UPDATE ON attempt
BEGIN SELECT RAISE(ABORT, 'attempts are never changed'); END;

CREATE TRIGGER IF NOT EXISTS attempt_is_never_removed BEFORE DELETE ON attempt
BEGIN SELECT RAISE(ABORT, 'attempts are never removed'); END;

CREATE TRIGGER IF NOT EXISTS attempt_is_never_replaced BEFORE INSERT ON attempt
WHEN EXISTS (SELECT 1 FROM attempt WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'attempts are never replaced'); END;
