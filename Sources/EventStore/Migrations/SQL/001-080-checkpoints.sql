-- How far each read model has folded the log, and why it stopped if it did.
CREATE TABLE headwater.checkpoints (
    log_id smallint NOT NULL,
    model text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    position bigint NOT NULL,
    parked text COLLATE "C",
    PRIMARY KEY (log_id, model)
) WITH (fillfactor = 50);
