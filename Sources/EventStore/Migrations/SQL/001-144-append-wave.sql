-- Appends a wave that carries no guard, no claim and no intake, and in which nobody is expected to
-- lose; whoever does makes the whole call fail (HW002, or 23505), and `headwater.append` then
-- finds out who.
--
-- With `p_base` the positions after it are taken for granted and the rows inserted before the lock
-- is asked for, while the wave before this one is still on its way to the disk. The lock is then
-- taken for the end alone: the base must be the head by then, and no event younger than these;
-- else all is undone (HW001). So positions follow commits, as if the lock had been held all along.
-- That a stream has its version is safe to see before the lock: versions stay, and two that write
-- the same next one meet in the unique index. Without `p_base` the lock comes first.
--
-- `p_turn` is this wave's number of those that a server (`p_server`, drawn by lot) has sent, and
-- `p_after` that of the wave before it, if it is still on its way: its transaction ends first.
-- Rows are looked up in the order of the index that they are meant to be found by: before the first
-- ANALYZE all three look alike to the planner, and by another one it would read the whole log.
-- An array that holds nothing may be null: unnest fills up with nulls.
CREATE FUNCTION headwater.append_wave(
    p_log smallint, p_now timestamptz, p_base bigint,
    p_server integer, p_turn integer, p_after integer, p_count integer,
    e_id uuid[], e_stream text[], e_version integer[], e_probe integer[], e_type text[],
    e_schema integer[], e_on date[], e_actor text[], e_part text[], e_command uuid[],
    e_payload json[], e_at timestamptz[], e_device text[], e_intent bigint[],
    e_correlation uuid[], e_causation uuid[], e_imported boolean[],
    OUT o_base bigint, OUT o_at timestamptz
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_last timestamptz;
    v_inserted bigint;
    v_fits boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(p_server, p_turn);
    o_base := p_base;
    o_at := p_now;
    IF p_base IS NULL THEN
        IF p_after IS NOT NULL THEN
            PERFORM pg_advisory_xact_lock(p_server, p_after);
        END IF;
        PERFORM pg_advisory_xact_lock(5206513934336 + p_log);
        SELECT e.position, e.recorded_at INTO o_base, v_last FROM headwater.events AS e
        WHERE e.log_id = p_log ORDER BY e.position DESC LIMIT 1;
        o_base := coalesce(o_base, 0);
        o_at := greatest(v_last, p_now);
    END IF;

    INSERT INTO headwater.events (
        log_id, position, stream, version, id, type, schema, occurred_on, recorded_at, actor,
        imported, payload, part, command, occurred_at, device, intent, correlation, causation)
    SELECT p_log, o_base + e.n, e.stream, e.version, e.id, e.type, e.schema, e.occurred_on, o_at,
        e.actor, coalesce(e.imported, false), e.payload, e.part, e.command, e.occurred_at,
        e.device, e.intent, e.correlation, e.causation
    FROM unnest(e_id, e_stream, e_version, e_probe, e_type, e_schema, e_on, e_actor, e_part,
        e_command, e_payload, e_at, e_device, e_intent, e_correlation, e_causation, e_imported)
        WITH ORDINALITY AS e(id, stream, version, probe, type, schema, occurred_on, actor, part,
        command, payload, occurred_at, device, intent, correlation, causation, imported, n)
    WHERE e.probe IS NULL OR e.probe = (
        SELECT k.version FROM headwater.events AS k
        WHERE k.log_id = p_log AND k.stream = e.stream AND k.version >= e.probe
        ORDER BY k.version LIMIT 1);
    GET DIAGNOSTICS v_inserted = ROW_COUNT;
    IF v_inserted <> p_count THEN
        RAISE EXCEPTION 'a stream is not where it was expected' USING ERRCODE = 'HW002';
    END IF;

    IF p_base IS NOT NULL THEN
        IF p_after IS NOT NULL THEN
            PERFORM pg_advisory_xact_lock(p_server, p_after);
        END IF;
        -- Whoever holds the lock now is another server, and may be waiting for these very rows.
        IF NOT pg_try_advisory_xact_lock(5206513934336 + p_log) THEN
            PERFORM pg_sleep(0.001);
            IF NOT pg_try_advisory_xact_lock(5206513934336 + p_log) THEN
                RAISE EXCEPTION 'another server is appending' USING ERRCODE = 'HW001';
            END IF;
        END IF;
        -- Nothing can lie beyond the base, or these positions would not have been free.
        SELECT e.position = p_base AND e.recorded_at <= p_now INTO v_fits
        FROM headwater.events AS e
        WHERE e.log_id = p_log AND e.position >= p_base ORDER BY e.position LIMIT 1;
        IF v_fits IS NOT TRUE AND p_base > 0 THEN
            RAISE EXCEPTION 'the log is not where it was expected' USING ERRCODE = 'HW001';
        END IF;
    END IF;
END
$$;
