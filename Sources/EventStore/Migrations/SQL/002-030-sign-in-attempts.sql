-- Failures in a row by account and by address: every server of a database counts together.
CREATE TABLE IF NOT EXISTS headwater.sign_in_attempts (
    log_id smallint NOT NULL,
    subject bytea NOT NULL,
    failures integer NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (log_id, subject)
);
