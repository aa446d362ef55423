-- How far a connection reaches, once somebody has switched it. A connection that is not here has
-- the mode it starts with.
CREATE TABLE modes (
    connection   TEXT   NOT NULL PRIMARY KEY,
    mode         TEXT   NOT NULL,
    -- The address and the client that `live` was given to: under another it counts no more.
    identity     TEXT   NOT NULL,
    organization TEXT,
    changed_at   BIGINT NOT NULL,
    changed_by   TEXT   NOT NULL
);

-- Recipients by their keys. `list` is 'suppressed', or 'allowed:' and a connection's name.
CREATE TABLE listed_recipients (
    list      TEXT   NOT NULL,
    recipient TEXT   NOT NULL,
    reason    TEXT   NOT NULL,
    added_at  BIGINT NOT NULL,
    added_by  TEXT   NOT NULL,
    PRIMARY KEY (list, recipient)
) WITHOUT ROWID;
