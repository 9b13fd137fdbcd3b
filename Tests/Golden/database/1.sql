-- What a log held after migration 1: a request of two events, one from a laptop with a claim.
INSERT INTO headwater.logs (log_id, name, identity, epoch)
VALUES (1, 'bureau', '1c9e5ca4-7936-4fd3-809f-99c26d5544c7', 1);
INSERT INTO headwater.events (
    log_id, position, recorded_at, id, stream, version, type, schema, occurred_on, imported, actor,
    payload, part, command)
VALUES
    (1, 1, '2025-06-10 08:00:00+00', '47a57b52-d961-8c6e-ab6f-b7471ab70000', 'task/a', 1,
        'NoteAdded', 1, '2025-06-10', false, 'clerk', '{"text":"汛前检查"}', 'town-1',
        '01000000-0000-0000-0000-000000000001'),
    (1, 2, '2025-06-10 08:00:00+00', '47a57b52-d961-8c6e-ab6f-b7471ab70001', 'task/a', 2,
        'NoteAdded', 1, '2025-06-10', false, 'clerk', '{"text":"汛前检查"}', NULL, NULL),
    (1, 3, '2025-06-10 08:00:00+00', '0bd39a9d-46d0-891a-8efc-8beea9440000', 'letter/sand-6', 1,
        'LetterIssued', 1, '2025-06-10', false, 'clerk', '{ "series":"潞水督", "number":6 }',
        'town-1', '01000000-0000-0000-0000-000000000001');
INSERT INTO headwater.claims (log_id, claim, stream)
VALUES (1, 'letter/2025/6', 'letter/sand-6');
INSERT INTO headwater.intakes (
    log_id, device, n, previous_hash, hash, verdict, first, last, recorded_at)
VALUES (1, 'laptop-1', 1, '\x', '\x010203', '{"verdict":"accepted"}', 3, 3,
    '2025-06-10 08:00:00+00');
