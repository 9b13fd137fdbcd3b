-- Decides and appends one wave in one call: every check is a statement that began after the
-- log's lock was granted, so it sees all that was committed before.
--
-- Arrays beginning with `r_` have an element a request, `w_` a write, `e_` an event, `g_` a
-- guard, `c_` a claim, `i_` an intake. Requests of one wave touch nothing in common; those
-- that fail a check are left out of all that follows. Rows are looked up one by one through their
-- keys (`LATERAL … ORDER BY … LIMIT 1`, in the order of the index meant): the writer's sessions
-- keep scans off and plans general, because a plan made while the tables were small would stay.
-- For the turns see `headwater.append_wave`.
CREATE FUNCTION headwater.append(
    p_log smallint, p_now timestamptz, p_server integer, p_turn integer, p_after integer,
    r_key uuid[], r_actor text[], r_command uuid[], r_device text[], r_intent bigint[],
    r_count integer[],
    w_request integer[], w_stream text[], w_part text[], w_expected integer[],
    w_count integer[],
    e_request integer[], e_write integer[], e_ordinal integer[], e_stream text[],
    e_id uuid[], e_type text[], e_schema integer[], e_on date[], e_at timestamptz[],
    e_correlation uuid[], e_causation uuid[], e_imported boolean[], e_command uuid[],
    e_payload json[],
    g_request integer[], g_stream text[], g_version integer[],
    c_request integer[], c_claim text[], c_taker text[], c_releaser text[],
    i_request integer[], i_device text[], i_n bigint[], i_previous bytea[],
    i_hash bytea[], i_verdict json[]
) RETURNS SETOF headwater.append_outcome
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_head bigint;
    v_at timestamptz;
    v_base integer[];
    v_dead integer[] := '{}';
    v_found headwater.append_outcome[];
    v_outcomes headwater.append_outcome[] := '{}';
BEGIN
    PERFORM pg_advisory_xact_lock(p_server, p_turn);
    IF p_after IS NOT NULL THEN
        PERFORM pg_advisory_xact_lock(p_server, p_after);
    END IF;
    PERFORM pg_advisory_xact_lock(5206513934336 + p_log);
    SELECT e.position, e.recorded_at INTO v_head, v_at FROM headwater.events AS e
    WHERE e.log_id = p_log ORDER BY e.position DESC LIMIT 1;
    v_head := coalesce(v_head, 0);
    v_at := greatest(v_at, p_now);

    SELECT array_agg(ROW(r.n, CASE WHEN q.command = r.command AND q.actor = r.actor
        THEN 1 ELSE 2 END, NULL, NULL, q.position, t.position, NULL, q.recorded_at
        )::headwater.append_outcome)
    INTO v_found
    FROM unnest(r_key, r_actor, r_command) WITH ORDINALITY AS r(key, actor, command, n)
    JOIN LATERAL (
        SELECT k.id, k.command, k.actor, k.position, k.recorded_at FROM headwater.events AS k
        WHERE k.log_id = p_log AND k.id >= r.key ORDER BY k.id LIMIT 1
    ) AS q ON q.id = r.key
    CROSS JOIN LATERAL (
        SELECT k.position FROM headwater.events AS k
        WHERE k.log_id = p_log AND k.id >= r.key AND k.id <= headwater.last_id(r.key)
        ORDER BY k.id DESC LIMIT 1
    ) AS t;
    IF v_found IS NOT NULL THEN
        v_outcomes := v_outcomes || v_found;
        v_dead := v_dead || ARRAY(SELECT DISTINCT f.request FROM unnest(v_found) AS f);
    END IF;

    IF cardinality(i_request) > 0 THEN
        -- A request without events has no row that holds its key: the same intake again is it.
        SELECT array_agg(ROW(i.request, CASE WHEN o.n IS NULL THEN 3 ELSE 1 END, i.device,
            NULL, coalesce(o.first, coalesce(t.n, 0) + 1), o.last, coalesce(t.hash, ''::bytea),
            o.recorded_at)::headwater.append_outcome)
        INTO v_found
        FROM unnest(i_request, i_device, i_n, i_previous, i_hash)
            AS i(request, device, n, previous, hash)
        LEFT JOIN LATERAL (
            SELECT k.n, k.hash FROM headwater.intakes AS k
            WHERE k.log_id = p_log AND k.device = i.device ORDER BY k.n DESC LIMIT 1
        ) AS t ON true
        LEFT JOIN LATERAL (
            SELECT k.n, k.first, k.last, k.recorded_at FROM headwater.intakes AS k
            WHERE k.log_id = p_log AND k.device = i.device AND k.n = i.n AND k.hash = i.hash
                AND k.first > k.last AND r_count[i.request] = 0
            LIMIT 1
        ) AS o ON true
        WHERE i.request <> ALL (v_dead)
            AND (i.n <> coalesce(t.n, 0) + 1 OR i.previous <> coalesce(t.hash, i.previous));
        IF v_found IS NOT NULL THEN
            v_outcomes := v_outcomes || v_found;
            v_dead := v_dead || ARRAY(SELECT DISTINCT f.request FROM unnest(v_found) AS f);
        END IF;
    END IF;

    -- From the expected version on first: a long stream's whole page of versions is not read.
    SELECT coalesce(array_agg(coalesce(s.version, b.version, 0) ORDER BY w.n), '{}') INTO v_base
    FROM unnest(w_stream, w_expected) WITH ORDINALITY AS w(stream, expected, n)
    LEFT JOIN LATERAL (
        SELECT k.version FROM headwater.events AS k
        WHERE k.log_id = p_log AND k.stream = w.stream AND k.version >= w.expected
        ORDER BY k.version DESC LIMIT 1
    ) AS s ON true
    LEFT JOIN LATERAL (
        SELECT k.version FROM headwater.events AS k
        WHERE k.log_id = p_log AND k.stream = w.stream AND s.version IS NULL AND w.expected > 0
        ORDER BY k.version DESC LIMIT 1
    ) AS b ON true;

    -- Where every version is the expected one there is nothing to look for.
    IF cardinality(g_request) > 0 OR w_expected IS DISTINCT FROM v_base THEN
        SELECT array_agg(ROW(x.request, 4, x.stream, NULL, x.expected, x.actual, NULL, NULL
            )::headwater.append_outcome)
        INTO v_found
        FROM (
            SELECT w.request, w.stream, w.expected, w.actual
            FROM unnest(w_request, w_stream, w_expected, v_base)
                AS w(request, stream, expected, actual)
            WHERE w.expected >= 0
            UNION ALL
            SELECT g.request, g.stream, g.version, coalesce(s.version, 0)
            FROM unnest(g_request, g_stream, g_version) AS g(request, stream, version)
            LEFT JOIN LATERAL (
                SELECT k.version FROM headwater.events AS k
                WHERE k.log_id = p_log AND k.stream = g.stream ORDER BY k.version DESC LIMIT 1
            ) AS s ON true
        ) AS x
        WHERE x.expected <> x.actual AND x.request <> ALL (v_dead);
        IF v_found IS NOT NULL THEN
            v_outcomes := v_outcomes || v_found;
            v_dead := v_dead || ARRAY(SELECT DISTINCT f.request FROM unnest(v_found) AS f);
        END IF;
    END IF;

    IF cardinality(c_request) > 0 THEN
        SELECT array_agg(ROW(x.request, 5, x.claim, x.stream, NULL, NULL, NULL, NULL
            )::headwater.append_outcome)
        INTO v_found
        FROM (
            SELECT c.request, c.claim, k.stream,
                row_number() OVER (PARTITION BY c.request ORDER BY c.claim) AS place
            FROM unnest(c_request, c_claim, c_taker, c_releaser)
                AS c(request, claim, taker, releaser)
            CROSS JOIN LATERAL (
                SELECT h.stream FROM headwater.claims AS h
                WHERE h.log_id = p_log AND h.claim = c.claim LIMIT 1
            ) AS k
            WHERE c.taker IS NOT NULL AND k.stream <> c.taker
                AND k.stream IS DISTINCT FROM c.releaser
                AND c.request <> ALL (v_dead)
        ) AS x
        WHERE x.place <= 100;
        IF v_found IS NOT NULL THEN
            v_outcomes := v_outcomes || v_found;
            v_dead := v_dead || ARRAY(SELECT DISTINCT f.request FROM unnest(v_found) AS f);
        END IF;
    END IF;

    INSERT INTO headwater.events (
        log_id, position, stream, version, id, type, schema, occurred_on, recorded_at, actor,
        imported, payload, part, command, occurred_at, device, intent, correlation, causation)
    SELECT p_log, v_head + row_number() OVER (ORDER BY e.n), e.stream,
        v_base[e.write] + e.ordinal, e.id, e.type, e.schema, e.occurred_on, v_at,
        r_actor[e.request], e.imported, e.payload,
        CASE WHEN v_base[e.write] + e.ordinal = 1 THEN w_part[e.write] END, e.command,
        e.occurred_at, r_device[e.request], r_intent[e.request], e.correlation, e.causation
    FROM unnest(e_request, e_write, e_ordinal, e_stream, e_id, e_type, e_schema, e_on,
        e_at, e_correlation, e_causation, e_imported, e_command, e_payload) WITH ORDINALITY
        AS e(request, write, ordinal, stream, id, type, schema, occurred_on, occurred_at,
        correlation, causation, imported, command, payload, n)
    WHERE e.request <> ALL (v_dead);

    IF cardinality(c_request) > 0 THEN
        DELETE FROM headwater.claims AS k
        WHERE k.ctid = ANY (ARRAY(
            SELECT h.ctid
            FROM unnest(c_request, c_claim, c_releaser) AS c(request, claim, releaser)
            CROSS JOIN LATERAL (
                SELECT o.ctid FROM headwater.claims AS o
                WHERE o.log_id = p_log AND o.claim = c.claim AND o.stream = c.releaser
                LIMIT 1
            ) AS h
            WHERE c.releaser IS NOT NULL AND c.request <> ALL (v_dead)
        ));
        INSERT INTO headwater.claims (log_id, claim, stream)
        SELECT p_log, c.claim, c.taker
        FROM unnest(c_request, c_claim, c_taker) AS c(request, claim, taker)
        WHERE c.taker IS NOT NULL AND c.request <> ALL (v_dead)
        ON CONFLICT (log_id, claim) DO NOTHING;
    END IF;

    SELECT array_agg(ROW(r.n, 0, NULL, NULL, v_head + r.through - r.count + 1,
        v_head + r.through, NULL, v_at)::headwater.append_outcome)
    INTO v_found
    FROM (
        SELECT u.n, u.count, sum(u.count) OVER (ORDER BY u.n)::bigint AS through
        FROM unnest(r_count) WITH ORDINALITY AS u(count, n)
        WHERE u.n <> ALL (v_dead)
    ) AS r;
    IF v_found IS NOT NULL THEN
        v_outcomes := v_outcomes || v_found;
        IF cardinality(i_request) > 0 THEN
            INSERT INTO headwater.intakes (
                log_id, device, n, previous_hash, hash, verdict, first, last, recorded_at)
            SELECT p_log, i.device, i.n, i.previous, i.hash, i.verdict, p.first, p.last, v_at
            FROM unnest(i_request, i_device, i_n, i_previous, i_hash, i_verdict)
                AS i(request, device, n, previous, hash, verdict)
            JOIN unnest(v_found) AS p ON p.request = i.request;
        END IF;
    END IF;

    RETURN QUERY SELECT o.* FROM unnest(v_outcomes) AS o;
    IF -1 = ANY (w_expected) THEN
        RETURN QUERY
        SELECT w.request, 6, w.stream, NULL::text, NULL::bigint,
            (w.base + w.count)::bigint, NULL::bytea, NULL::timestamptz
        FROM unnest(w_request, w_stream, w_expected, w_count, v_base)
            AS w(request, stream, expected, count, base)
        WHERE w.expected < 0 AND w.request <> ALL (v_dead);
    END IF;
END
$$;
