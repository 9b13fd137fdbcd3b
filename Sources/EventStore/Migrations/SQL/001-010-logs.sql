-- One row a log. Where the log ends is a question to its events, so no append touches this row.
CREATE TABLE headwater.logs (
    log_id smallint PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    identity uuid NOT NULL DEFAULT gen_random_uuid(),
    epoch bigint NOT NULL DEFAULT 1
);
