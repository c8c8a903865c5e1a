-- What was read of each form and message, why a person should look at it, and what people decided about it.

CREATE TABLE IF NOT EXISTS review (
    id       INTEGER PRIMARY KEY,                 -- by which a person names it
    event    TEXT    NOT NULL,
    digest   TEXT    NOT NULL,                    -- of its submission
    piece    INTEGER NOT NULL,
    name     TEXT    NOT NULL,                    -- of the file; empty for a message
    sender   TEXT    NOT NULL,                    -- the address a message came from
    subject  TEXT    NOT NULL,
    text     TEXT    NOT NULL,                    -- of the message, or of the fields of the form
    outcome  TEXT    NOT NULL,                    -- what the program made of it, before anybody decided
    number   INTEGER,                             -- the same of the participant
    edition  INTEGER,                             -- the same of the pack
    answers  TEXT    NOT NULL,                    -- texts by question, as JSON
    named    INTEGER NOT NULL CHECK (named IN (0, 1)),
    doubts   TEXT    NOT NULL,                    -- codes of findings with their facts, as JSON; [] where there are none
    attempts INTEGER NOT NULL DEFAULT 0,          -- how often reading it was begun and not finished
    decision INTEGER,                             -- the one that holds
    UNIQUE (event, digest, piece),
    FOREIGN KEY (event, digest, piece) REFERENCES original (event, digest, piece)
) STRICT;

CREATE TABLE IF NOT EXISTS decision (
    id     INTEGER PRIMARY KEY,
    event  TEXT    NOT NULL,
    review INTEGER NOT NULL,
    at     TEXT    NOT NULL,
    who    TEXT    NOT NULL,
    what   TEXT    NOT NULL,                      -- 'accept', 'mend', 'dismiss' or 'reopen'
    reason TEXT    NOT NULL
) STRICT;

CREATE TRIGGER IF NOT EXISTS decision_is_never_changed BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;

CREATE TRIGGER IF NOT EXISTS decision_is_never_removed BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are never removed'); END;
