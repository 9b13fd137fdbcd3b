-- Every stream's header and how many events it has, for people who look: nothing stores it.
CREATE VIEW headwater.streams AS
SELECT e.log_id, e.stream, t.version, e.part, e.position AS first_position
FROM headwater.events AS e
CROSS JOIN LATERAL (
    SELECT k.version FROM headwater.events AS k
    WHERE k.log_id = e.log_id AND k.stream = e.stream ORDER BY k.version DESC LIMIT 1
) AS t
WHERE e.version = 1;
