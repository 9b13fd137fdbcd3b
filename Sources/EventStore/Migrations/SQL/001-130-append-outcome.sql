-- One row of an append's answer; `WriteOutcome` reads its `kind`.
CREATE TYPE headwater.append_outcome AS (
    request integer,
    kind integer,
    subject text,
    holder text,
    first bigint,
    last bigint,
    hash bytea,
    at timestamptz
);
