-- The greatest id that an event of the request with this key can have; see `RequestKey`.
CREATE FUNCTION headwater.last_id(p_key uuid) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (left(p_key::text, 32) || 'ffff')::uuid;
