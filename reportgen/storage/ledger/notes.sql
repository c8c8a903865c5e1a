-- Durations, notifications and errata of an event.

CREATE TABLE IF NOT EXISTS pace (
    id      INTEGER PRIMARY KEY,
    event   TEXT    NOT NULL,
    what    TEXT    NOT NULL CHECK (what IN ('print', 'send')),
    things  INTEGER NOT NULL CHECK (things > 0),  -- packs printed, or letters tried
    seconds REAL    NOT NULL,                     -- in all
    at      TEXT    NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS told (
    event   TEXT    NOT NULL,
    what    TEXT    NOT NULL,                     -- the failure that the organiser was mailed about
    at      TEXT    NOT NULL,
    PRIMARY KEY (event, what)
) STRICT;

CREATE TABLE IF NOT EXISTS erratum (
    event   TEXT    NOT NULL,
    edition INTEGER NOT NULL,                     -- the edition that holds the error
    says    TEXT    NOT NULL,                     -- what was wrong, for its recipients to read
    at      TEXT    NOT NULL,
    PRIMARY KEY (event, edition)
) STRICT;
