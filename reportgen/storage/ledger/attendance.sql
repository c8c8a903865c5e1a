-- When a participant stopped taking part, and came back; the newest row counts. Who always took part has none.

CREATE TABLE IF NOT EXISTS attendance (
    id      INTEGER PRIMARY KEY,
    event   TEXT    NOT NULL,
    number  INTEGER NOT NULL,
    at      TEXT    NOT NULL,
    state   TEXT    NOT NULL                      -- 'takes part', 'cancelled', 'gone' or 'left out'
) STRICT;

CREATE INDEX IF NOT EXISTS attendance_by_number ON attendance (event, number);
