-- What became of the work that an organiser began on the web page. What is 'running' and has no process was interrupted.

CREATE TABLE IF NOT EXISTS outcome (
    event TEXT NOT NULL,
    at    TEXT NOT NULL,                           -- the moment of its deed
    who   TEXT NOT NULL,
    what  TEXT NOT NULL,
    state TEXT NOT NULL,                           -- running, done, failed or stopped
    said  TEXT NOT NULL,                           -- what the organiser was told at its end, in Dutch
    ended TEXT NOT NULL,                           -- empty while it runs
    PRIMARY KEY (event, at, who, what)
) STRICT;
