-- Which session of each round a pack tells its participant, and moves of the organiser, of which the newest counts.

CREATE TABLE IF NOT EXISTS assigned (
    event   TEXT    NOT NULL,
    number  INTEGER NOT NULL,
    edition INTEGER NOT NULL,
    round   TEXT    NOT NULL,                     -- its label
    session TEXT    NOT NULL,                     -- its code or title in plain letters; empty for none
    wishes  TEXT    NOT NULL,                     -- those for this round, as JSON; another list shows who asks for change
    PRIMARY KEY (event, number, edition, round)
) STRICT;

CREATE TABLE IF NOT EXISTS session_move (
    id      INTEGER PRIMARY KEY,
    event   TEXT    NOT NULL,
    number  INTEGER NOT NULL,
    round   TEXT    NOT NULL,
    session TEXT    NOT NULL,                     -- empty: it is left to the assignment again
    who     TEXT    NOT NULL,
    at      TEXT    NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS session_move_by_number ON session_move (event, number);
