-- Appends `EpochStarted` and begins the epoch; only if the log stands where the person saw it.
-- Asked again with the same id it says again what it did.
CREATE FUNCTION headwater.start_epoch(
    p_log smallint, p_epoch bigint, p_position bigint, p_now timestamptz, p_id uuid,
    p_on date, p_actor text, p_payload json
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_epoch bigint;
    v_head bigint;
    v_at timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(5206513934336 + p_log);
    SELECT l.epoch INTO STRICT v_epoch FROM headwater.logs AS l WHERE l.log_id = p_log;
    PERFORM FROM headwater.events AS e WHERE e.log_id = p_log AND e.id = p_id;
    IF FOUND THEN
        RETURN p_epoch + 1;
    END IF;
    SELECT e.position, e.recorded_at INTO v_head, v_at FROM headwater.events AS e
    WHERE e.log_id = p_log ORDER BY e.position DESC LIMIT 1;
    IF v_epoch <> p_epoch OR coalesce(v_head, 0) <> p_position THEN
        RAISE EXCEPTION 'the log moved on' USING ERRCODE = '40001';
    END IF;
    INSERT INTO headwater.events (
        log_id, position, stream, version, id, type, schema, occurred_on, recorded_at,
        actor, imported, payload, part)
    VALUES (p_log, p_position + 1, 'epoch/' || (p_epoch + 1), 1, p_id, 'EpochStarted', 1,
        p_on, greatest(v_at, p_now), p_actor, false, p_payload, '');
    UPDATE headwater.logs AS l SET epoch = p_epoch + 1 WHERE l.log_id = p_log;
    RETURN p_epoch + 1;
END
$$;
