-- What puts the appends of a log in order: held from before positions are assigned until commit.
-- The functions that append take the same lock by the same expression.
CREATE FUNCTION headwater.lock_log(p_log smallint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(5206513934336 + p_log);
END
$$;
