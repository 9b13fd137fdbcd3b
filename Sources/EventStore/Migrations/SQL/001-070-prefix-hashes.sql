-- Chained hashes at every 1,024th position and at the last one hashed.
CREATE TABLE headwater.prefix_hashes (
    log_id smallint NOT NULL,
    position bigint NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (log_id, position)
);
