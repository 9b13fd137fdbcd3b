-- The log itself. `payload` is `json`, not `jsonb`: the bytes that were hashed stay. Fields of
-- fixed width stand first, so that a row wastes no room and is read without looking for them.
--
-- The id of a request's event at place k (from 0) is the request's key + k: a row that is there
-- says that its request was appended. `command`, on the first event of a request only, is what
-- the key is bound to. `part`, on a stream's first event only, is the stream's header.
CREATE TABLE headwater.events (
    position bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    schema integer NOT NULL,
    occurred_on date NOT NULL,
    log_id smallint NOT NULL,
    imported boolean NOT NULL,
    stream text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    actor text COLLATE "C" NOT NULL,
    payload json NOT NULL,
    part text COLLATE "C",
    command uuid,
    occurred_at timestamptz,
    device text COLLATE "C",
    intent bigint,
    correlation uuid,
    causation uuid,
    PRIMARY KEY (log_id, position),
    UNIQUE (log_id, stream, version),
    UNIQUE (log_id, id)
);
