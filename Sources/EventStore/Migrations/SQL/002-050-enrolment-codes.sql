-- One-time codes by their hash: who reads this table can use none of them.
CREATE TABLE IF NOT EXISTS headwater.enrolment_codes (
    log_id smallint NOT NULL,
    code_hash bytea NOT NULL,
    member text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_by text COLLATE "C",
    PRIMARY KEY (log_id, code_hash)
);
