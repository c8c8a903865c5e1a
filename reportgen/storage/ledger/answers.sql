-- Submissions of participants, and the answers in them that count.

CREATE TABLE IF NOT EXISTS original (
    event   TEXT    NOT NULL,
    digest  TEXT    NOT NULL,                     -- SHA-256 of the submission: a message, or a file by itself
    piece   INTEGER NOT NULL,                     -- number of the form or reply in it, from 0
    at      TEXT    NOT NULL,                     -- when it was collected
    written TEXT    NOT NULL,                     -- when it says it was written; a later answer replaces it
    number  INTEGER,                              -- of the participant, where it is known
    edition INTEGER,                              -- of the pack it answers
    became  TEXT    NOT NULL,                     -- its outcome; 'unread' until it was read whole
    PRIMARY KEY (event, digest, piece)
) STRICT;

CREATE TABLE IF NOT EXISTS answer (
    id       INTEGER PRIMARY KEY,
    event    TEXT    NOT NULL,
    digest   TEXT    NOT NULL,                    -- of its submission
    piece    INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    edition  INTEGER NOT NULL,
    question INTEGER NOT NULL,                    -- 0: the question is not named
    text     TEXT    NOT NULL,
    named    INTEGER NOT NULL CHECK (named IN (0, 1)),  -- the participant agreed to be named
    FOREIGN KEY (event, digest, piece) REFERENCES original (event, digest, piece)
) STRICT;

CREATE INDEX IF NOT EXISTS answer_by_piece ON answer (event, digest, piece);
