-- The log itself. `payload` is `json`, not `jsonb`: the bytes that were hashed stay.
CREATE TABLE headwater.events (
    log_id smallint NOT NULL,
    position bigint NOT NULL,
    stream text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    id uuid NOT NULL,
    type text COLLATE "C" NOT NULL,
    schema integer NOT NULL,
    occurred_on date NOT NULL,
    occurred_at timestamptz,
    recorded_at timestamptz NOT NULL,
    actor text COLLATE "C" NOT NULL,
    device text COLLATE "C",
    intent bigint,
    correlation uuid,
    causation uuid,
    imported boolean NOT NULL,
    payload json NOT NULL,
    PRIMARY KEY (log_id, position),
    UNIQUE (log_id, stream, version)
);
