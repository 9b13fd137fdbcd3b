-- The server may read all and append; analysts may read events and, later, the rows.
GRANT USAGE ON SCHEMA headwater TO headwater_app, headwater_reader;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA headwater FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA headwater TO headwater_app;
GRANT SELECT ON headwater.logs, headwater.events, headwater.streams, headwater.claims,
    headwater.intakes, headwater.prefix_hashes, headwater.read_models,
    headwater.migrations TO headwater_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON headwater.checkpoints TO headwater_app;
GRANT SELECT ON headwater.events, headwater.streams TO headwater_reader;
