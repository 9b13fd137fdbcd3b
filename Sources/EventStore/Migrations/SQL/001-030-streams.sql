-- Each stream's header and how many events it has.
CREATE TABLE headwater.streams (
    log_id smallint NOT NULL,
    stream text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    part text COLLATE "C" NOT NULL,
    PRIMARY KEY (log_id, stream)
) WITH (fillfactor = 70);
