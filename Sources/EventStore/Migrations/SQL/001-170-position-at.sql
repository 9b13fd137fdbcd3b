-- The last position recorded at or before a moment: times never decrease, so halving finds it.
CREATE FUNCTION headwater.position_at(p_log smallint, p_at timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_low bigint := 0;
    v_high bigint;
    v_middle bigint;
    v_at timestamptz;
BEGIN
    SELECT coalesce(max(e.position), 0) INTO v_high FROM headwater.events AS e
    WHERE e.log_id = p_log;
    WHILE v_low < v_high LOOP
        v_middle := (v_low + v_high + 1) / 2;
        SELECT e.recorded_at INTO STRICT v_at FROM headwater.events AS e
        WHERE e.log_id = p_log AND e.position = v_middle;
        IF v_at <= p_at THEN
            v_low := v_middle;
        ELSE
            v_high := v_middle - 1;
        END IF;
    END LOOP;
    RETURN v_low;
END
$$;
