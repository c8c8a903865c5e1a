-- What came back from participants: what was handed in, and the answers in it.

CREATE TABLE IF NOT EXISTS original (
    event   TEXT    NOT NULL,
    digest  TEXT    NOT NULL,                     -- SHA-256 of what was handed in: a message, or a file by itself
    piece   INTEGER NOT NULL,                     -- which form or reply in it, from 0
    at      TEXT    NOT NULL,                     -- when it was collected
    written TEXT    NOT NULL,                     -- when it says it was written; an answer written later takes its place
    number  INTEGER,                              -- whose it is, where that is known
    edition INTEGER,                              -- to which pack it belongs
    became  TEXT    NOT NULL CHECK (became IN
        ('taken', 'empty', 'strange', 'other', 'active', 'locked', 'broken', 'large', 'automatic', 'forgotten')),
    PRIMARY KEY (event, digest, piece)
) STRICT;

CREATE TABLE IF NOT EXISTS answer (
    id       INTEGER PRIMARY KEY,
    event    TEXT    NOT NULL,
    digest   TEXT    NOT NULL,                    -- of what it was handed in with
    piece    INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    edition  INTEGER NOT NULL,
    question INTEGER NOT NULL,                    -- 0: it does not say which question it answers
    text     TEXT    NOT NULL,
    named    INTEGER NOT NULL CHECK (named IN (0, 1)),  -- the name may stand beside it
    FOREIGN KEY (event, digest, piece) REFERENCES original (event, digest, piece)
) STRICT;
