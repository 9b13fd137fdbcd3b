-- Every intent taken in from a laptop, with its verdict.
CREATE TABLE headwater.intakes (
    log_id smallint NOT NULL,
    device text COLLATE "C" NOT NULL,
    n bigint NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    verdict json NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (log_id, device, n)
);
