-- What each idempotency key is bound to, kept as long as the log.
CREATE TABLE headwater.requests (
    log_id smallint NOT NULL,
    actor text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    command_hash bytea NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (log_id, actor, id)
);
