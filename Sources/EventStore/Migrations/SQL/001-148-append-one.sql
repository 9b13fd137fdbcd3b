-- Appends the one event of a lone caller: what `headwater.append_wave` does, without the arrays.
-- HW002, or 23505, if the stream has another version than expected.
CREATE FUNCTION headwater.append_one(
    p_log smallint, p_now timestamptz, p_expected integer,
    e_id uuid, e_stream text, e_type text, e_schema integer, e_on date, e_actor text,
    e_part text, e_command uuid, e_payload json, e_at timestamptz, e_device text,
    e_intent bigint, e_correlation uuid, e_causation uuid, e_imported boolean,
    OUT o_base bigint, OUT o_at timestamptz
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(5206513934336 + p_log);
    INSERT INTO headwater.events (
        log_id, position, stream, version, id, type, schema, occurred_on, recorded_at, actor,
        imported, payload, part, command, occurred_at, device, intent, correlation, causation)
    SELECT p_log, coalesce(h.position, 0) + 1, e_stream, p_expected + 1, e_id, e_type, e_schema,
        e_on, greatest(h.recorded_at, p_now), e_actor, e_imported, e_payload, e_part, e_command,
        e_at, e_device, e_intent, e_correlation, e_causation
    FROM (VALUES (p_log)) AS l(log_id)
    LEFT JOIN LATERAL (
        SELECT k.position, k.recorded_at FROM headwater.events AS k
        WHERE k.log_id = l.log_id ORDER BY k.position DESC LIMIT 1
    ) AS h ON true
    WHERE p_expected = 0 OR p_expected = (
        SELECT k.version FROM headwater.events AS k
        WHERE k.log_id = p_log AND k.stream = e_stream AND k.version >= p_expected
        ORDER BY k.version LIMIT 1)
    RETURNING position - 1, recorded_at INTO o_base, o_at;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the stream is not where it was expected' USING ERRCODE = 'HW002';
    END IF;
END
$$;
