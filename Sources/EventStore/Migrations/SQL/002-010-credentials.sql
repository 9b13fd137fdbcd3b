-- Who may sign in, by the name typed. `roles` counts only until the log knows the member.
CREATE TABLE IF NOT EXISTS headwater.credentials (
    log_id smallint NOT NULL,
    name text COLLATE "C" NOT NULL,
    member text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    roles text COLLATE "C" NOT NULL,
    salt bytea NOT NULL,
    hash bytea NOT NULL,
    rounds integer NOT NULL,
    block_size integer NOT NULL,
    parallelism integer NOT NULL,
    code_secret bytea,
    code_step bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (log_id, name),
    UNIQUE (log_id, member)
);
