-- Organisation: units with effective dates, positions, people, holders, dated substitutes.
CREATE TABLE unit (
  id             text PRIMARY KEY,
  name           text NOT NULL,
  short_name     text,
  kind           text NOT NULL,
  parent_id      text,
  area_unit_id   text,
  section_key    text,
  code           text,
  zone           text,
  scope          text,
  effective_from date,
  effective_to   date,
  seq            integer NOT NULL
);
CREATE TABLE position (
  id       text PRIMARY KEY,
  unit_id  text NOT NULL REFERENCES unit (id),
  title    text NOT NULL,
  level    text NOT NULL,
  can_sign boolean NOT NULL DEFAULT false,
  oversees text[] NOT NULL DEFAULT '{}',
  seq      integer NOT NULL
);
CREATE TABLE person (
  id   text PRIMARY KEY,
  name text NOT NULL
);
CREATE TABLE holder (
  position_id text NOT NULL REFERENCES position (id),
  person_id   text NOT NULL REFERENCES person (id),
  from_on     date NOT NULL,
  to_on       date,
  PRIMARY KEY (position_id, person_id, from_on)
);
CREATE TABLE substitution (
  id                   text PRIMARY KEY,
  position_id          text NOT NULL REFERENCES position (id),
  absent_person_id     text NOT NULL REFERENCES person (id),
  substitute_person_id text NOT NULL REFERENCES person (id),
  from_on              date NOT NULL,
  to_on                date NOT NULL,
  reason               text NOT NULL,
  can_sign             boolean NOT NULL DEFAULT false
);
-- Who a token's subject is. An outside issuer's subjects are entered here once.
CREATE TABLE login (
  subject   text PRIMARY KEY,
  person_id text REFERENCES person (id),
  role      text NOT NULL CHECK (role IN ('official', 'admin', 'citizen'))
);

-- Published, versioned rules. Bodies are immutable; `rules_version` tells every process when to read again.
CREATE TABLE calendar_layer (
  id           text NOT NULL,
  version      integer NOT NULL,
  published_on date NOT NULL,
  body         jsonb NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE TABLE procedure_version (
  code           text NOT NULL,
  version        integer NOT NULL,
  effective_from date NOT NULL,
  effective_to   date,
  body           jsonb NOT NULL,
  PRIMARY KEY (code, version)
);
CREATE TABLE routing_rule (
  id      text NOT NULL,
  version integer NOT NULL,
  seq     integer NOT NULL,
  body    jsonb NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE TABLE escalation_rules (
  version      integer PRIMARY KEY,
  published_at timestamptz NOT NULL DEFAULT now(),
  body         jsonb NOT NULL
);
CREATE TABLE rules_version (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  version bigint NOT NULL
);
INSERT INTO rules_version VALUES (true, 1);

CREATE FUNCTION bump_rules_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE rules_version SET version = version + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER unit_changed AFTER INSERT OR UPDATE OR DELETE ON unit FOR EACH STATEMENT EXECUTE FUNCTION bump_rules_version();
CREATE TRIGGER position_changed AFTER INSERT OR UPDATE OR DELETE ON position FOR EACH STATEMENT EXECUTE FUNCTION bump_rules_version();
CREATE TRIGGER person_changed AFTER INSERT OR UPDATE OR DELETE ON person FOR EACH STATEMENT EXECUTE FUNCTION bump_rules_version();
CREATE TRIGGER holder_changed AFTER INSERT OR UPDATE OR DELETE ON holder FOR EACH STATEMENT EXECUTE FUNCTION bump_rules_version();
CREATE TRIGGER substitution_changed AFTER INSERT OR UPDATE OR DELETE ON substitution FOR EACH STATEMENT EXECUTE FUNCTION bump_rules_version();
CREATE TRIGGER login_changed AFTER INSERT OR UPDATE OR DELETE ON login FOR EACH STATEMENT EXECUTE FUNCTION bump_rules_version();
CREATE TRIGGER calendar_changed AFTER INSERT OR UPDATE OR DELETE ON calendar_layer FOR EACH STATEMENT EXECUTE FUNCTION bump_rules_version();
CREATE TRIGGER procedure_changed AFTER INSERT OR UPDATE OR DELETE ON procedure_version FOR EACH STATEMENT EXECUTE FUNCTION bump_rules_version();
CREATE TRIGGER routing_changed AFTER INSERT OR UPDATE OR DELETE ON routing_rule FOR EACH STATEMENT EXECUTE FUNCTION bump_rules_version();
CREATE TRIGGER escalation_changed AFTER INSERT OR UPDATE OR DELETE ON escalation_rules FOR EACH STATEMENT EXECUTE FUNCTION bump_rules_version();

CREATE TABLE meeting (
  id                uuid PRIMARY KEY,
  title             text NOT NULL,
  held_on           date NOT NULL,
  chair_position_id text,
  created_at        timestamptz NOT NULL,
  created_by        text NOT NULL,
  body_hash         text NOT NULL,
  -- Ids of the cases it opens: {recommendations: [], directives: []}.
  cases             jsonb NOT NULL,
  settled_at        timestamptz
);

-- One row per case: the fold of its events and what is derived from it. `state` holds facts only.
CREATE TABLE cases (
  id             uuid PRIMARY KEY,
  kind           text NOT NULL,
  code           text UNIQUE,
  version        integer NOT NULL,
  status         text NOT NULL,
  title          text NOT NULL,
  category       text,
  state          jsonb NOT NULL,
  -- Units that may see it: askers, units with a duty, the receiving unit.
  unit_ids       text[] NOT NULL DEFAULT '{}',
  ward_ids       text[] NOT NULL DEFAULT '{}',
  lead_unit_id   text,
  meeting_id     uuid,
  procedure_code text,
  opened_at      timestamptz NOT NULL,
  changed_at     timestamptz NOT NULL,
  closed_at      timestamptz,
  -- The main clock.
  due_kind       text NOT NULL,
  due_on         date,
  due_at         timestamptz,
  done_at        timestamptz,
  paused         boolean NOT NULL DEFAULT false,
  -- Next instant of the case itself, without the spread; null = it waits for a person.
  wake_at        timestamptz,
  search         text NOT NULL DEFAULT ''
);
CREATE INDEX cases_by_time_left ON cases (kind, (closed_at IS NOT NULL), due_at, id);
CREATE INDEX cases_by_unit ON cases USING gin (unit_ids);
CREATE INDEX cases_open_due ON cases (due_at) WHERE closed_at IS NULL;

CREATE TABLE event (
  case_id    uuid NOT NULL,
  version    integer NOT NULL,
  type       text NOT NULL,
  at         timestamptz NOT NULL,
  by         jsonb,
  data       jsonb NOT NULL,
  command_id text,
  body_hash  text,
  -- What settle answered: wake-up and due instants by clock, as they stood after this event.
  result     jsonb NOT NULL,
  settled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (case_id, version)
);
CREATE UNIQUE INDEX event_by_command ON event (command_id) WHERE command_id IS NOT NULL;

CREATE TABLE clock (
  case_id           uuid NOT NULL REFERENCES cases (id),
  clock_id          text NOT NULL,
  kind              text NOT NULL,
  unit_id           text NOT NULL,
  round             integer NOT NULL,
  ladder            text,
  due_kind          text NOT NULL,
  state             text NOT NULL,
  main              boolean NOT NULL,
  due_on            date,
  due_at            timestamptz,
  original_due_on   date,
  ended_at          timestamptz,
  late_at           timestamptz,
  on_due            text NOT NULL,
  -- Position first in line among several of one level.
  assignee          text,
  provisional       boolean NOT NULL,
  calendar_versions text[] NOT NULL,
  rules_version     integer NOT NULL,
  ledger            jsonb,
  PRIMARY KEY (case_id, clock_id)
);
CREATE INDEX clock_by_unit ON clock (unit_id, state, due_at);

-- One row per (case, clock, round, rung of the ladder): armed → fired or cancelled in one transaction.
CREATE TABLE rung (
  id                uuid NOT NULL DEFAULT gen_random_uuid(),
  case_id           uuid NOT NULL REFERENCES cases (id),
  clock_id          text NOT NULL,
  round             integer NOT NULL,
  rung_id           text NOT NULL,
  level             integer NOT NULL,
  office            text NOT NULL,
  ladder            text NOT NULL,
  at                timestamptz NOT NULL,
  state             text NOT NULL CHECK (state IN ('armed', 'held', 'fired', 'cancelled', 'withdrawn')),
  fired_at          timestamptz,
  requires_ack      boolean NOT NULL,
  position_id       text,
  person_id         text,
  on_behalf_of      text,
  hops              jsonb NOT NULL DEFAULT '[]',
  ended_at          timestamptz,
  ended_why         text,
  acknowledged_at   timestamptz,
  acknowledged_by   jsonb,
  instruction       text,
  -- The directive an instruction opens: {id, opened}; the watch starts it should the API have died before.
  opens             jsonb,
  retry_at          timestamptz,
  retry_reason      text,
  PRIMARY KEY (case_id, clock_id, round, rung_id)
);
CREATE UNIQUE INDEX rung_by_id ON rung (id);
CREATE INDEX rung_armed ON rung (office, (coalesce(retry_at, at))) WHERE state = 'armed';
CREATE INDEX rung_opens ON rung (id) WHERE opens IS NOT NULL;
CREATE INDEX rung_fired ON rung (person_id, fired_at) WHERE state = 'fired';

-- Per office: until when its agenda sleeps. `chase` writes it before sleeping; `settle` compares with it.
CREATE TABLE agenda (
  office       text PRIMARY KEY,
  sleeps_until timestamptz NOT NULL
);

-- What must leave: addressee and channel only; the text is built when it leaves.
CREATE TABLE outbox (
  id         bigserial PRIMARY KEY,
  person_id  text NOT NULL,
  channel    text NOT NULL DEFAULT 'inbox',
  kind       text NOT NULL,
  rung_id    uuid,
  case_id    uuid,
  created_at timestamptz NOT NULL,
  send_at    timestamptz NOT NULL,
  sent_at    timestamptz,
  outcome    text,
  attempts   integer NOT NULL DEFAULT 0,
  error      text
);
CREATE INDEX outbox_waiting ON outbox (send_at) WHERE sent_at IS NULL;
CREATE UNIQUE INDEX outbox_once ON outbox (rung_id, person_id, kind) WHERE rung_id IS NOT NULL;

CREATE TABLE notification (
  id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id text NOT NULL,
  at        timestamptz NOT NULL,
  kind      text NOT NULL,
  title     text NOT NULL,
  items     jsonb NOT NULL,
  read_at   timestamptz
);
CREATE INDEX notification_inbox ON notification (person_id, at DESC);

-- Serial numbers without gaps: taken in the transaction that uses them.
CREATE TABLE serial (
  scope text PRIMARY KEY,
  last  integer NOT NULL
);

-- Audit: one row per command, reached instant and escalation; a hash chain per unit.
CREATE TABLE audit_head (
  unit_id text PRIMARY KEY,
  seq     bigint NOT NULL,
  hash    bytea NOT NULL
);
CREATE TABLE audit (
  unit_id text NOT NULL,
  seq     bigint NOT NULL,
  at      timestamptz NOT NULL,
  what    text NOT NULL,
  case_id uuid,
  version integer,
  by      jsonb,
  body    text NOT NULL,
  hash    bytea NOT NULL,
  PRIMARY KEY (unit_id, seq)
);
CREATE INDEX audit_by_case ON audit (case_id, version);

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit rows are never changed or deleted';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();

-- Appends entries [{unit, at, what, caseId, version, by, body}] to the chains of their units, units in order (lock order).
CREATE FUNCTION append_audit(entries jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  chain text;
  e record;
  head audit_head%ROWTYPE;
BEGIN
  FOR chain IN SELECT DISTINCT x ->> 'unit' FROM jsonb_array_elements(entries) AS x ORDER BY 1 LOOP
    INSERT INTO audit_head (unit_id, seq, hash) VALUES (chain, 0, '\x') ON CONFLICT (unit_id) DO NOTHING;
    SELECT * INTO head FROM audit_head WHERE unit_id = chain FOR UPDATE;
    FOR e IN
      SELECT (x ->> 'at')::timestamptz AS at, x ->> 'what' AS what, (x ->> 'caseId')::uuid AS case_id,
             (x ->> 'version')::integer AS version, x -> 'by' AS actor, x ->> 'body' AS body
      FROM jsonb_array_elements(entries) WITH ORDINALITY AS t (x, n) WHERE x ->> 'unit' = chain ORDER BY n
    LOOP
      head.seq := head.seq + 1;
      head.hash := sha256(head.hash || convert_to(chain || '|' || head.seq || '|' || e.what || '|' || e.body, 'UTF8'));
      INSERT INTO audit (unit_id, seq, at, what, case_id, version, by, body, hash)
      VALUES (chain, head.seq, e.at, e.what, e.case_id, e.version, nullif(e.actor, 'null'::jsonb), e.body, head.hash);
    END LOOP;
    UPDATE audit_head SET seq = head.seq, hash = head.hash WHERE unit_id = chain;
  END LOOP;
END $$;

-- The application appends through the function only; heads and rows are out of its reach. The role is there where the
-- launcher made it; elsewhere grant by hand what docker-compose.yml grants.
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'thongsuot_app') THEN
    REVOKE INSERT, UPDATE, DELETE ON audit, audit_head FROM thongsuot_app;
  END IF;
END $$;
