-- Messages to some participants, each made as an edition of letters without packs of their own; made once for good.

CREATE TABLE IF NOT EXISTS message (
    event   TEXT    NOT NULL,
    edition INTEGER NOT NULL,                     -- its letters
    name    TEXT    NOT NULL,                     -- of its text in the folder of the event
    subject TEXT    NOT NULL,
    purpose TEXT    NOT NULL,                     -- 'reminder', 'notice' or 'cancellation' of the meeting
    chosen  TEXT    NOT NULL,                     -- the selection, as JSON; who was in it are those with a letter
    packs   TEXT    NOT NULL CHECK (packs IN ('keep', 'withdraw')),  -- what became of letters with packs that waited
    who     TEXT    NOT NULL,                     -- made it
    at      TEXT    NOT NULL,
    PRIMARY KEY (event, edition),
    UNIQUE (event, name)
) STRICT;
