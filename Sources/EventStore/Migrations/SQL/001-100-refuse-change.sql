-- What a trigger calls when somebody would rewrite the log.
CREATE FUNCTION headwater.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only: % refused', TG_OP USING ERRCODE = '42501';
END
$$;
