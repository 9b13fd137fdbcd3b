-- Who holds what is unique.
CREATE TABLE headwater.claims (
    log_id smallint NOT NULL,
    claim text COLLATE "C" NOT NULL,
    stream text COLLATE "C" NOT NULL,
    PRIMARY KEY (log_id, claim)
);
