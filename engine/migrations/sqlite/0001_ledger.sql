-- Times are milliseconds since the Unix epoch; JSON is kept as text.

-- Processes that send. A row counts while the file lock of the same name is held.
CREATE TABLE owners (
    id         TEXT   NOT NULL PRIMARY KEY,
    role       TEXT   NOT NULL,
    pid        BIGINT NOT NULL,
    started_at BIGINT NOT NULL
);

-- The stop switch: scope '*' is everything, else one connection.
CREATE TABLE stops (
    scope      TEXT   NOT NULL PRIMARY KEY,
    stopped_at BIGINT NOT NULL,
    stopped_by TEXT   NOT NULL
);

-- Why a connection sends nothing, as its engine last saw it.
CREATE TABLE connection_states (
    connection TEXT   NOT NULL PRIMARY KEY,
    health     TEXT   NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Pacers' states, shared by every process that takes over the engine.
CREATE TABLE budgets (
    connection TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (connection, name)
);

CREATE TABLE campaigns (
    id              TEXT   NOT NULL PRIMARY KEY,
    connection      TEXT   NOT NULL,
    name            TEXT   NOT NULL,
    run             BIGINT NOT NULL,
    source          TEXT   NOT NULL,
    operation       TEXT   NOT NULL,
    channel         TEXT,
    draft           TEXT   NOT NULL,
    summary         TEXT   NOT NULL,
    content_hash    TEXT   NOT NULL,
    window_from     BIGINT,
    window_to       BIGINT,
    min_sessions    BIGINT NOT NULL,
    audience_state  TEXT   NOT NULL,
    audience_cursor TEXT,
    audience_error  TEXT,
    per_minute      BIGINT,
    on_server_error TEXT,
    deadline        BIGINT NOT NULL,
    paused_at       BIGINT,
    cancelled_at    BIGINT,
    follower        TEXT,
    created_at      BIGINT NOT NULL,
    created_by      TEXT   NOT NULL,
    UNIQUE (connection, name, run)
);
CREATE INDEX campaigns_by_age ON campaigns (created_at);

CREATE TABLE deliveries (
    id              TEXT   NOT NULL PRIMARY KEY,
    campaign        TEXT   NOT NULL REFERENCES campaigns (id),
    connection      TEXT   NOT NULL,
    person          TEXT,
    address         TEXT   NOT NULL,
    address_key     TEXT   NOT NULL,
    name            TEXT,
    recipient       TEXT   NOT NULL,
    state           TEXT   NOT NULL,
    -- 0 goes before 1: a person's single message does not wait behind a campaign.
    priority        BIGINT NOT NULL,
    code            TEXT,
    reason          TEXT,
    hint            TEXT,
    not_before      BIGINT NOT NULL,
    attempts        BIGINT NOT NULL DEFAULT 0,
    -- What the next decision needs to know of the earlier attempts.
    retry           TEXT   NOT NULL DEFAULT '{"attempts":0,"waits":0,"waitingSince":null,"tokenRefreshed":false}',
    -- The last attempts, for people.
    tries           TEXT   NOT NULL DEFAULT '[]',
    request_hash    TEXT,
    message_id      TEXT,
    conversation_id TEXT,
    answer          TEXT,
    latency_ms      DOUBLE PRECISION,
    owner           TEXT,
    lease_until     BIGINT,
    fence           BIGINT NOT NULL DEFAULT 0,
    created_at      BIGINT NOT NULL,
    attempted_at    BIGINT,
    updated_at      BIGINT NOT NULL,
    UNIQUE (campaign, address_key)
);
CREATE UNIQUE INDEX deliveries_by_person ON deliveries (campaign, person) WHERE person IS NOT NULL;
CREATE INDEX deliveries_by_state ON deliveries (campaign, state);
CREATE INDEX deliveries_due ON deliveries (connection, priority, not_before, id)
    WHERE state = 'pending';
CREATE INDEX deliveries_waiting ON deliveries (campaign) WHERE state = 'pending';
CREATE INDEX deliveries_in_flight ON deliveries (owner) WHERE state = 'attempting';
CREATE INDEX deliveries_by_message ON deliveries (connection, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX deliveries_by_conversation ON deliveries (connection, conversation_id)
    WHERE conversation_id IS NOT NULL;
CREATE INDEX deliveries_by_address ON deliveries (connection, address);
CREATE INDEX deliveries_by_age ON deliveries (created_at, id);

-- Members of an audience who get nothing, and why.
CREATE TABLE exclusions (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign TEXT NOT NULL REFERENCES campaigns (id),
    customer TEXT,
    address  TEXT,
    reason   TEXT NOT NULL
);
CREATE INDEX exclusions_by_reason ON exclusions (campaign, reason);

-- Every change of state, in the order in which it was committed.
CREATE TABLE events (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         BIGINT NOT NULL,
    connection TEXT   NOT NULL,
    campaign   TEXT,
    delivery   TEXT,
    kind       TEXT   NOT NULL,
    payload    TEXT   NOT NULL
);
CREATE INDEX events_by_delivery ON events (delivery, id) WHERE delivery IS NOT NULL;
CREATE INDEX events_of_campaigns ON events (campaign, id) WHERE kind = 'campaign';

-- A client's key for one send, kept for 24 hours.
CREATE TABLE idempotency (
    actor      TEXT   NOT NULL,
    key        TEXT   NOT NULL,
    body_hash  TEXT   NOT NULL,
    delivery   TEXT   NOT NULL REFERENCES deliveries (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- Guide 004's audit records, one a transmission.
CREATE TABLE transmissions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    connection TEXT   NOT NULL,
    delivery   TEXT   NOT NULL REFERENCES deliveries (id),
    record     TEXT   NOT NULL,
    logged_at  BIGINT NOT NULL
);

-- What the platform told us, once each.
CREATE TABLE inbound_events (
    connection  TEXT   NOT NULL,
    message_id  TEXT   NOT NULL,
    event       TEXT   NOT NULL,
    value       TEXT   NOT NULL,
    delivery    TEXT,
    payload     TEXT   NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (connection, message_id, event, value)
);
