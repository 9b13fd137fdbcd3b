-- Sessions by the hash of their token: who reads this table can use none of them.
CREATE TABLE IF NOT EXISTS headwater.sessions (
    log_id smallint NOT NULL,
    token_hash bytea NOT NULL,
    member text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (log_id, token_hash)
);
