-- The shape that each read model's table has now.
CREATE TABLE headwater.read_models (
    model text COLLATE "C" PRIMARY KEY,
    version integer NOT NULL,
    shape text COLLATE "C" NOT NULL
);
