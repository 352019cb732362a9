-- Lateness: since when the main clock stands for a reason of its own, the answer that waits to be confirmed, and
-- whether the case ended in a way that rates count.
ALTER TABLE cases ADD stopped_at timestamptz, ADD answered_at timestamptz, ADD rated boolean NOT NULL DEFAULT false;
ALTER TABLE clock ADD answered_at timestamptz;

-- What figures need of a case (part '') and of each unit's part in it, from an instant on and until the next change.
-- A past day's figures are read here, so that nothing that happens later changes them.
CREATE TABLE figure (
  case_id     uuid NOT NULL REFERENCES cases (id),
  part        text NOT NULL,
  since       timestamptz NOT NULL,
  -- Null = stands so now.
  until       timestamptz,
  status      text NOT NULL,
  closed_at   timestamptz,
  due_on      date,
  due_at      timestamptz,
  done_at     timestamptz,
  stopped_at  timestamptz,
  stands_from timestamptz,
  answered_at timestamptz,
  rated       boolean NOT NULL,
  PRIMARY KEY (case_id, part, since)
);
CREATE INDEX figure_now ON figure (part, case_id) WHERE until IS NULL;

-- Cases that are there already. What stands now is taken over as it is.
UPDATE clock k SET answered_at = to_timestamp((
    SELECT (a #>> '{answers,-1,at}')::float8 / 1000 FROM cases c, jsonb_array_elements(c.state -> 'assignments') AS a
    WHERE c.id = k.case_id AND a ->> 'unitId' = split_part(k.clock_id, ':', 2) AND a ->> 'status' = 'responded' LIMIT 1))
  WHERE k.state = 'held';
UPDATE cases c SET answered_at = k.answered_at,
    stopped_at = CASE WHEN k.state = 'paused' THEN (
      SELECT to_timestamp(min(at) / 1000) FROM (
        SELECT (p ->> 'from')::float8 AS at FROM jsonb_array_elements(k.ledger -> 'pauses') AS p WHERE p ->> 'to' IS NULL
        UNION ALL SELECT (r ->> 'requestedAt')::float8 FROM jsonb_array_elements(k.ledger -> 'restarts') AS r
          WHERE r ->> 'reacceptedAt' IS NULL) AS open) END
  FROM clock k WHERE k.case_id = c.id AND k.main;
UPDATE cases SET rated = CASE WHEN kind = 'dossier' THEN status IN ('finished', 'returned')
  ELSE status = 'closed' AND state ->> 'closedWhy' = 'answered' END;

-- Of the days before only so much is known as the rows tell: a case that is over was at work until it ended. The states
-- it passed through on the way are in its events, not in these rows.
INSERT INTO figure (case_id, part, since, until, status, due_on, due_at, rated)
  SELECT id, '', opened_at, coalesce(done_at, closed_at), CASE kind WHEN 'dossier' THEN 'inProcess' ELSE 'inProgress' END,
    due_on, due_at, false
  FROM cases WHERE coalesce(done_at, closed_at) > opened_at;
INSERT INTO figure (case_id, part, since, status, closed_at, due_on, due_at, done_at, stopped_at, stands_from, answered_at, rated)
  SELECT id, '', greatest(opened_at, coalesce(done_at, closed_at, opened_at)), status, closed_at, due_on, due_at, done_at,
    stopped_at, stands_from, answered_at, rated
  FROM cases;
CREATE TEMPORARY TABLE part AS
  SELECT DISTINCT ON (k.case_id, k.unit_id) k.*, c.status, c.opened_at, c.closed_at, (SELECT to_timestamp(min(at) / 1000) FROM (
      SELECT (p ->> 'from')::float8 AS at FROM jsonb_array_elements(k.ledger -> 'pauses') AS p WHERE p ->> 'to' IS NULL) AS open
    ) AS stopped_at
  FROM clock k JOIN cases c ON c.id = k.case_id
  WHERE c.kind <> 'dossier' AND split_part(k.clock_id, ':', 1) IN ('promise', 'response', 'contribution')
    AND (k.clock_id = 'response' OR EXISTS (
      SELECT 1 FROM jsonb_array_elements(c.state -> 'assignments') AS a
      WHERE a ->> 'unitId' = k.unit_id AND a ->> 'status' <> 'returned'))
  ORDER BY k.case_id, k.unit_id, split_part(k.clock_id, ':', 1) = 'promise' DESC, split_part(k.clock_id, ':', 1) = 'response' DESC;
INSERT INTO figure (case_id, part, since, until, status, due_on, due_at, rated)
  SELECT case_id, unit_id, opened_at, coalesce(ended_at, closed_at), 'inProgress', due_on, due_at, false
  FROM part WHERE coalesce(ended_at, closed_at) > opened_at;
INSERT INTO figure (case_id, part, since, status, closed_at, due_on, due_at, done_at, stopped_at, stands_from, answered_at, rated)
  SELECT case_id, unit_id, greatest(opened_at, coalesce(ended_at, closed_at, opened_at)), status,
    CASE WHEN state IN ('done', 'cancelled') THEN coalesce(ended_at, closed_at) ELSE closed_at END, due_on, due_at,
    CASE WHEN state = 'done' THEN ended_at END, CASE WHEN state = 'paused' THEN stopped_at END, stands_from, answered_at,
    state = 'done'
  FROM part;
DROP TABLE part;
