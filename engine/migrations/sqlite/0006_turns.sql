-- Campaigns take turns: each one's next rows are found without passing those of the others.
CREATE INDEX deliveries_turns ON deliveries (campaign, not_before, id) WHERE state = 'pending';
DROP INDEX deliveries_waiting;
-- Campaigns over an audience that may have rows to send.
CREATE INDEX campaigns_under_way ON campaigns (connection, deadline)
    WHERE source = 'notify' AND cancelled_at IS NULL;
