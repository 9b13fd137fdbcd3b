-- One row a log. Its row lock is what puts appends in order.
CREATE TABLE headwater.logs (
    log_id smallint PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    identity uuid NOT NULL DEFAULT gen_random_uuid(),
    epoch bigint NOT NULL DEFAULT 1,
    position bigint NOT NULL DEFAULT 0,
    recorded_at timestamptz NOT NULL DEFAULT 'epoch'
) WITH (fillfactor = 50);
