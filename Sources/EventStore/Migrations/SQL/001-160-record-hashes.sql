-- Keeps prefix hashes: those at multiples of 1,024 for good, of the others the last.
CREATE FUNCTION headwater.record_hashes(
    p_log smallint, p_positions bigint[], p_hashes bytea[]
) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO headwater.prefix_hashes (log_id, position, hash)
    SELECT p_log, h.position, h.hash
    FROM unnest(p_positions, p_hashes) AS h(position, hash)
    ON CONFLICT (log_id, position) DO NOTHING;
    DELETE FROM headwater.prefix_hashes AS h
    WHERE h.log_id = p_log AND h.position % 1024 <> 0
        AND h.position < (SELECT max(p) FROM unnest(p_positions) AS p);
$$;
