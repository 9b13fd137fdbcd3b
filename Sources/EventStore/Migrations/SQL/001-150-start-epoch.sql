-- Appends `EpochStarted` and begins the epoch; only if the log stands where the person saw it.
CREATE FUNCTION headwater.start_epoch(
    p_log smallint, p_epoch bigint, p_position bigint, p_now timestamptz, p_id uuid,
    p_on date, p_actor text, p_payload json
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_at timestamptz;
BEGIN
    SELECT greatest(l.recorded_at, p_now) INTO v_at FROM headwater.logs AS l
    WHERE l.log_id = p_log AND l.epoch = p_epoch AND l.position = p_position FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the log moved on' USING ERRCODE = '40001';
    END IF;
    INSERT INTO headwater.events (
        log_id, position, stream, version, id, type, schema, occurred_on, recorded_at,
        actor, imported, payload)
    VALUES (p_log, p_position + 1, 'epoch/' || (p_epoch + 1), 1, p_id, 'EpochStarted', 1,
        p_on, v_at, p_actor, false, p_payload);
    INSERT INTO headwater.streams (log_id, stream, version, part)
    VALUES (p_log, 'epoch/' || (p_epoch + 1), 1, '');
    UPDATE headwater.logs AS l
    SET position = p_position + 1, epoch = p_epoch + 1, recorded_at = v_at
    WHERE l.log_id = p_log;
    RETURN p_epoch + 1;
END
$$;
