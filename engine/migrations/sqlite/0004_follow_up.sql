-- Messages that the platform took and that have not arrived yet, by when they were taken: what
-- became of them is asked for at set times.
CREATE INDEX deliveries_taken ON deliveries (connection, priority, attempted_at)
    WHERE state = 'accepted';
