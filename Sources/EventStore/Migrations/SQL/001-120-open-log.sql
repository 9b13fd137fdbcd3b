-- Finds the log of that name, or creates it.
CREATE FUNCTION headwater.open_log(p_name text) RETURNS smallint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_log smallint;
BEGIN
    SELECT l.log_id INTO v_log FROM headwater.logs AS l WHERE l.name = p_name;
    IF FOUND THEN
        RETURN v_log;
    END IF;
    LOCK TABLE headwater.logs IN SHARE ROW EXCLUSIVE MODE;
    INSERT INTO headwater.logs (log_id, name)
    SELECT coalesce(max(l.log_id), 0) + 1, p_name FROM headwater.logs AS l
    ON CONFLICT (name) DO NOTHING;
    SELECT l.log_id INTO STRICT v_log FROM headwater.logs AS l WHERE l.name = p_name;
    RETURN v_log;
END
$$;
