-- What organization a connection leads to, as a doctor read it last.
CREATE TABLE organizations (
    connection TEXT   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    read_at    BIGINT NOT NULL
);
