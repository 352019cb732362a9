-- Rules become published data: drafts, who published a version and when, mass suspensions, and the jobs that bring
-- open cases up to what was published.

-- Not yet published: may be thrown away, never counts for a date.
CREATE TABLE draft (
  kind       text NOT NULL CHECK (kind IN ('calendar', 'procedure', 'suspension')),
  id         text NOT NULL,
  version    integer NOT NULL,
  body       jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  PRIMARY KEY (kind, id, version)
);

-- Null = imported with the province: in force from the first minute of its day.
ALTER TABLE calendar_layer ADD published_at timestamptz, ADD published_by text;
ALTER TABLE procedure_version ADD published_at timestamptz, ADD published_by text;

-- Working time of named units or of a zone stands still. A change (lifted, revoked) is another version.
CREATE TABLE suspension (
  id           text NOT NULL,
  version      integer NOT NULL,
  published_at timestamptz NOT NULL,
  published_by text NOT NULL,
  body         jsonb NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE TRIGGER suspension_changed AFTER INSERT OR UPDATE OR DELETE ON suspension FOR EACH STATEMENT EXECUTE FUNCTION bump_rules_version();

CREATE FUNCTION published_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published version is never changed or deleted: publish another one';
END $$;
CREATE TRIGGER calendar_immutable BEFORE UPDATE OR DELETE ON calendar_layer FOR EACH ROW EXECUTE FUNCTION published_is_immutable();
CREATE TRIGGER procedure_immutable BEFORE UPDATE OR DELETE ON procedure_version FOR EACH ROW EXECUTE FUNCTION published_is_immutable();
CREATE TRIGGER suspension_immutable BEFORE UPDATE OR DELETE ON suspension FOR EACH ROW EXECUTE FUNCTION published_is_immutable();

-- What a clock was derived from besides its calendar, and since when it stands until further notice.
ALTER TABLE clock ADD calendar_unit_id text, ADD suspension_versions text[] NOT NULL DEFAULT '{}', ADD stands_from timestamptz;
ALTER TABLE cases ADD stands_from timestamptz;

-- One piece of work over many cases; a workflow of the same id drives it, this row says how far it is.
CREATE TABLE job (
  id          uuid PRIMARY KEY,
  kind        text NOT NULL CHECK (kind IN ('recalculate', 'suspend')),
  title       text NOT NULL,
  dry_run     boolean NOT NULL DEFAULT false,
  state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done')),
  created_at  timestamptz NOT NULL,
  created_by  jsonb NOT NULL,
  body_hash   text NOT NULL,
  started_at  timestamptz,
  finished_at timestamptz,
  -- What was published: {kind: calendar | suspension, id, version}; null = brings up to date what is behind.
  published   jsonb,
  -- The job whose effect this one takes back.
  undoes      uuid UNIQUE REFERENCES job (id),
  -- Which cases: {unitIds?, ids?, kind?, procedure?}; null members do not narrow.
  scope       jsonb NOT NULL,
  -- Last case that was looked at; cases go by id.
  cursor      uuid,
  total       integer,
  looked      integer NOT NULL DEFAULT 0,
  result      jsonb
);
CREATE INDEX job_newest ON job (created_at DESC, id);

-- What a job did to one case; the key lets it be done once.
CREATE TABLE job_case (
  job_id   uuid NOT NULL REFERENCES job (id),
  case_id  uuid NOT NULL REFERENCES cases (id),
  result   text NOT NULL CHECK (result IN ('done', 'failed')),
  reason   text,
  at       timestamptz NOT NULL,
  -- Clocks whose date moved: [{clockId, main, from, to}] with instants in ms; empty = looked at, nothing moved.
  changes  jsonb NOT NULL DEFAULT '[]',
  -- When the case must now wake by itself, earlier than it believes; null once it was told.
  wake_at  timestamptz,
  PRIMARY KEY (job_id, case_id)
);
CREATE INDEX job_case_wake ON job_case (job_id, wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX job_case_by_case ON job_case (case_id) WHERE changes <> '[]'::jsonb;

-- A moved date is told once to each person concerned.
ALTER TABLE outbox ADD job_id uuid;
CREATE UNIQUE INDEX outbox_moved_once ON outbox (job_id, case_id, person_id) WHERE job_id IS NOT NULL;
