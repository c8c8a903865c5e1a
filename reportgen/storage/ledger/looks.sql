-- Who looked at which letter before its release, and who had an edition made.

CREATE TABLE IF NOT EXISTS look (
    key    TEXT    NOT NULL REFERENCES delivery (key),
    letter TEXT    NOT NULL,                      -- SHA-256 of the letter that was looked at
    who    TEXT    NOT NULL,
    at     TEXT    NOT NULL,
    PRIMARY KEY (key, who)
) STRICT;

CREATE TABLE IF NOT EXISTS builder (
    event   TEXT    NOT NULL,
    edition INTEGER NOT NULL,
    who     TEXT    NOT NULL,                     -- an organiser's name
    at      TEXT    NOT NULL,
    PRIMARY KEY (event, edition)
) STRICT;
