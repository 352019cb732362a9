/** A healthy engine has no fault; every kind of damage is named. Each damage is done to a case of its own. */
import { entityOf } from '../../domain/case/entities';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { openingOf, type Opening } from '../../domain/dossier/events';
import type { ProcedureDefinition } from '../../domain/procedure/definition';
import { procedureFor, resolveUnits } from '../../domain/procedure/procedure';
import { inspect, verify, type Fault, type FaultCode } from '../../scripts/lib/verify';
import { CASES_QUEUE, caseWorkflowId } from '../../workflows/messages';
import { closed, moved, published, run, suspending, undone, withDays } from '../activities/recompute-support';
import { clerk, openRequest, QUY_NHON, SCIENCE, send, settledAt } from '../support/cases';
import { startEngine, type Engine } from '../support/engine';

const MINUTE = 60_000;
const WARD_B = 'gl-xa-minh-hoa-a';
const PROCEDURE: ProcedureDefinition = {
  code: 'one-step',
  version: 1,
  name: 'Một bước',
  level: 'commune',
  effectiveFrom: null,
  legalTime: { unit: 'WORKING_DAY', amount: 5 },
  steps: [
    {
      id: 'S1',
      name: 'Giải quyết',
      unitKind: 'service-centre',
      internalTime: { unit: 'WORKING_DAY', amount: 5 },
    },
  ],
};

describe('verify', () => {
  let engine: Engine;
  let owner: pg.Pool;

  beforeAll(async () => {
    engine = await startEngine();
    owner = new pg.Pool({ connectionString: engine.database.ownerUrl, max: 2 });
    owner.on('error', () => undefined);
  });
  afterAll(async () => {
    await owner?.end();
    await engine?.stop();
  });

  const check = (now = Date.now(), temporal = false): Promise<Fault[]> =>
    verify({
      pool: engine.pool,
      rules: engine.rules,
      now,
      ...(temporal ? { temporal: engine.client, sample: null } : {}),
    });
  const codesOf = (faults: Fault[], where: string): FaultCode[] =>
    [...new Set(faults.filter((fault) => fault.where.includes(where)).map((fault) => fault.code))].sort();
  const damage = (sql: string, ...values: unknown[]): Promise<pg.QueryResult> => owner.query(sql, values);

  /** A recommendation whose department has taken it on. */
  async function accepted(wardIds = [QUY_NHON]): Promise<string> {
    const id = await openRequest(engine.client, Date.now(), { wardIds });
    await send(engine.client, 'recommendation', id, { type: 'accept', unitId: SCIENCE }, { now: Date.now() });
    return id;
  }

  /** An urgent one that was due half an hour ago: its lateness is a fact and its ladder has been climbed. */
  async function late(): Promise<string> {
    const now = Date.now();
    const dueAt = now - 30 * MINUTE;
    const id = await openRequest(engine.client, dueAt - 60 * MINUTE, {
      ladder: 'urgent',
      deadline: { kind: 'leader', dueAt, setBy: 'gl-chu-tich', setAt: dueAt - 60 * MINUTE },
    });
    // Its answer is late, and so is accepting it, which was due no later.
    await settledAt(engine.pool, id, 3);
    await fired(id);
    return id;
  }

  async function fired(id: string): Promise<void> {
    for (let attempt = 0; attempt < 300; attempt += 1) {
      const { rows } = await engine.pool.query(
        `SELECT 1 FROM rung WHERE case_id = $1 AND state = 'armed' AND at < now()`,
        [id],
      );
      if (rows.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`rungs of ${id} did not fire`);
  }

  async function deliveredDossier(): Promise<string> {
    const id = randomUUID();
    const now = Date.now();
    const opening: Opening = {
      procedure: resolveUnits(procedureFor(PROCEDURE), () => ({
        unitId: `${QUY_NHON}-ttpvhcc`,
        positionId: null,
      })),
      receivingUnitId: QUY_NHON,
      channel: 'inPerson',
      applicant: { name: 'Người nộp', kind: 'citizen' },
      receivedAt: now,
      documents: [],
    };
    await engine.client.workflow.start('dossier', {
      workflowId: caseWorkflowId('dossier', id),
      taskQueue: CASES_QUEUE,
      args: [{ id, opened: { ...openingOf(opening), at: now, by: clerk } }],
    });
    for (const command of [
      { type: 'finish', result: 'granted', resultNo: '1' },
      { type: 'deliver', to: 'Người nộp', by: 'hand' },
    ])
      await send(engine.client, 'dossier', id, command, { now: Date.now() });
    return id;
  }

  it('finds nothing wrong with open, late, answered and closed cases, nor with their workflows', async () => {
    const answered = await accepted();
    await send(
      engine.client,
      'recommendation',
      answered,
      { type: 'respond', unitId: SCIENCE, outcome: 'explained', text: 'Đã bố trí.' },
      { now: Date.now() },
    );
    await Promise.all([accepted(), accepted([WARD_B]), late(), deliveredDossier()]);
    const report = await inspect({
      pool: engine.pool,
      rules: engine.rules,
      now: Date.now(),
      temporal: engine.client,
      sample: null,
    });
    expect(report.faults).toEqual([]);
    expect(report.counts).toMatchObject({ cases: 5, 'workflows asked': 4, 'audit chains': 2 });
  });

  it('names a moved due instant, in the clock and in the projection', async () => {
    const id = await accepted();
    await damage(`UPDATE clock SET due_at = due_at + interval '1 day' WHERE case_id = $1 AND main`, id);
    await damage(`UPDATE cases SET due_at = due_at + interval '1 day' WHERE id = $1`, id);
    expect(codesOf(await check(), id)).toEqual(['clockDiffers', 'projectionDiffers']);
  });

  it('names figures of now that do not follow from the facts, and days of which nothing is known', async () => {
    const id = await accepted();
    await damage(
      `UPDATE figure SET due_at = due_at + interval '1 day' WHERE case_id = $1 AND until IS NULL`,
      id,
    );
    expect(codesOf(await check(), id)).toEqual(['figureDiffers']);
    await damage(
      `UPDATE figure SET due_at = due_at - interval '1 day' WHERE case_id = $1 AND until IS NULL`,
      id,
    );
    expect(codesOf(await check(), id)).toEqual([]);
    await damage(
      `UPDATE figure SET since = since + interval '1 second' WHERE case_id = $1 AND part = '' AND until IS NULL`,
      id,
    );
    expect(codesOf(await check(), id)).toEqual(['figureGap']);
    await damage(`DELETE FROM figure WHERE case_id = $1 AND part <> ''`, id);
    expect(codesOf(await check(), id)).toEqual(['figureDiffers', 'figureGap']);
  });

  it('names a missing clock and a missing rung', async () => {
    const id = await accepted();
    await damage('DELETE FROM clock WHERE case_id = $1 AND main', id);
    await damage(`DELETE FROM rung WHERE case_id = $1 AND rung_id = 'K4'`, id);
    expect(codesOf(await check(), id)).toEqual(['clockMissing', 'rungMissing']);
  });

  it('names a changed audit body, by chain and by case', async () => {
    const id = await accepted([WARD_B]);
    await damage('ALTER TABLE audit DISABLE TRIGGER audit_append_only');
    await damage(
      `UPDATE audit SET body = replace(body, 'Văn thư', 'Người khác') WHERE case_id = $1 AND version = 2`,
      id,
    );
    await damage('ALTER TABLE audit ENABLE TRIGGER audit_append_only');
    const faults = await check();
    expect(codesOf(faults, id)).toEqual(['auditDiffers']);
    expect(codesOf(faults, `audit of ${WARD_B}`)).toEqual(['auditHash']);
  });

  it('names a cut audit tail', async () => {
    const ward = 'gl-xa-minh-hoa-b';
    const id = await accepted([ward]);
    await damage('ALTER TABLE audit DISABLE TRIGGER audit_append_only');
    await damage('DELETE FROM audit WHERE case_id = $1 AND version = 2', id);
    await damage('ALTER TABLE audit ENABLE TRIGGER audit_append_only');
    const faults = await check();
    expect(codesOf(faults, id)).toEqual(['auditMissing']);
    expect(codesOf(faults, `audit of ${ward}`)).toEqual(['auditHead']);
  });

  it('names a deleted event', async () => {
    const id = await accepted();
    await damage('DELETE FROM event WHERE case_id = $1 AND version = 2', id);
    expect(codesOf(await check(), id)).toEqual(
      expect.arrayContaining(['auditTooMany', 'eventGap', 'projectionDiffers', 'stateDiffers']),
    );
  });

  it('names a changed state, and that the workflow holds another', async () => {
    const id = await accepted();
    await damage(`UPDATE cases SET state = jsonb_set(state, '{returns}', '7') WHERE id = $1`, id);
    expect(codesOf(await check(Date.now(), true), id)).toEqual(['stateDiffers', 'workflowDiffers']);
  });

  it('names an open case whose workflow has ended', async () => {
    const id = await accepted();
    await engine.client.workflow.getHandle(caseWorkflowId('recommendation', id)).terminate();
    expect(codesOf(await check(Date.now(), true), id)).toEqual(['workflowDiffers']);
  });

  it('names an armed rung in the past, and one of a clock that is over', async () => {
    const id = await accepted();
    await damage(
      `UPDATE rung SET at = now() - interval '10 minutes' WHERE case_id = $1 AND rung_id = 'K3'`,
      id,
    );
    const faults = await check();
    expect(codesOf(faults, id)).toContain('rungDiffers');
    expect(codesOf(faults, `agenda of ${SCIENCE}`)).toEqual(['rungOverdue']);
    await damage(`DELETE FROM rung WHERE case_id = $1 AND rung_id = 'K3'`, id);

    const over = await deliveredDossier();
    await damage(`UPDATE rung SET state = 'armed' WHERE case_id = $1`, over);
    expect(codesOf(await check(), over)).toEqual(['rungTooMany']);
    await damage(`UPDATE rung SET state = 'cancelled' WHERE case_id = $1`, over);
  });

  it('lists a rung set aside with its reason, as no fault', async () => {
    const id = await accepted();
    await damage(
      `UPDATE rung SET retry_at = now() + interval '5 minutes', retry_reason = 'nobody answers for it'
       WHERE case_id = $1 AND rung_id = 'K1'`,
      id,
    );
    const report = await inspect({ pool: engine.pool, rules: engine.rules, now: Date.now() });
    expect(codesOf(report.faults, id)).toEqual([]);
    expect(report.notices.join()).toContain(`case ${id} (agenda of ${SCIENCE}) is set aside`);
  });

  it('names a late case that does not say so', async () => {
    const id = await late();
    const { rows } = await owner.query(
      `SELECT type, round(extract(epoch FROM at) * 1000)::float8 AS at, by, data FROM event WHERE case_id = $1 AND version = 1`,
      [id],
    );
    const first = entityOf('recommendation').evolve(null, rows[0], id);
    await damage(`DELETE FROM event WHERE case_id = $1 AND type = 'deadlinePassed'`, id);
    await damage('UPDATE cases SET state = $2, version = 1 WHERE id = $1', id, JSON.stringify(first));
    await damage('UPDATE clock SET late_at = NULL WHERE case_id = $1', id);
    const codes = codesOf(await check(), id);
    expect(codes).toContain('lateNotRecorded');
    expect(codes).not.toContain('stateDiffers');
  });

  it('names a late case nobody was told of, a rung fired early, one without a record', async () => {
    const [untold, early] = await Promise.all([late(), late()]);
    await damage(`DELETE FROM rung WHERE case_id = $1 AND state = 'fired'`, untold);
    expect(codesOf(await check(), untold)).toEqual(['lateUnchased', 'rungMissing']);
    await damage(
      `UPDATE rung SET fired_at = at - interval '1 second' WHERE case_id = $1 AND rung_id = 'U1'`,
      early,
    );
    await damage(`UPDATE rung SET id = gen_random_uuid() WHERE case_id = $1 AND rung_id = 'U2'`, early);
    expect(codesOf(await check(), early)).toEqual(['firedEarly', 'firedUnrecorded']);
  });

  it('names notices that should have left', async () => {
    const id = await accepted();
    await damage(
      `INSERT INTO outbox (person_id, kind, case_id, created_at, send_at)
       VALUES ('nobody', 'escalation', $1, now(), now() - interval '10 minutes')`,
      id,
    );
    expect(codesOf(await check(), 'notices to nobody')).toEqual(['outboxOverdue']);
  });

  describe('after rules were published', () => {
    const HOUR = 60 * MINUTE;
    const unit = { unitIds: [SCIENCE] };
    const dayOf = (instant: number): string => new Date(instant + 7 * HOUR).toISOString().slice(0, 10);

    it('finds nothing wrong: open cases moved, what is over kept its dates', async () => {
      const [open, over] = await Promise.all([accepted(), deliveredDossier()]);
      const withdrawn = await accepted();
      await send(
        engine.client,
        'recommendation',
        withdrawn,
        { type: 'withdraw', reason: 'thôi' },
        { now: Date.now() },
      );
      const days = [3, 4, 5, 6, 7].map((n) => closed(dayOf(Date.now() + n * 24 * HOUR)));
      await moved(engine, Date.now(), withDays(...days));
      const stop = await moved(engine, Date.now(), suspending('bao', { ...unit, from: Date.now() }));
      const standing = await inspect({ pool: engine.pool, rules: engine.rules, now: Date.now() });
      for (const id of [open, over, withdrawn]) expect(codesOf(standing.faults, id)).toEqual([]);
      expect(standing.counts).not.toHaveProperty('closed under earlier ladders');
      await run(await undone(engine, Date.now(), stop), Date.now());
      const again = await check();
      for (const id of [open, over, withdrawn]) expect(codesOf(again, id)).toEqual([]);
    });

    it('waits for a job under way, names one that is not done after an hour and what it left behind', async () => {
      const id = await accepted();
      const job = await published(engine, Date.now(), withDays(closed(dayOf(Date.now() + 72 * HOUR))));
      const now = await inspect({ pool: engine.pool, rules: engine.rules, now: Date.now() });
      expect(codesOf(now.faults, id)).toEqual([]);
      expect(codesOf(now.faults, job)).toEqual([]);
      expect(now.notices.join()).toContain(`job ${job} is waiting`);
      expect(now.counts['waiting for a job']).toBeGreaterThan(0);
      const later = await check(Date.now() + HOUR + MINUTE);
      expect(codesOf(later, job)).toEqual(['jobUnfinished']);
      expect(codesOf(later, id)).toEqual(['behindRules']);
      await run(job, Date.now());
      expect(codesOf(await check(Date.now() + HOUR + MINUTE), job)).toEqual([]);
      expect(codesOf(await check(), id)).toEqual([]);
    });

    it('does not ask a case that stands for its lateness, and names a clock that misses its suspension', async () => {
      const id = await accepted();
      const stop = await moved(engine, Date.now(), suspending('lu', { ...unit, from: Date.now() }));
      expect(codesOf(await check(Date.now() + 90 * 24 * HOUR), id)).toEqual([]);
      await damage(`UPDATE clock SET stands_from = NULL WHERE case_id = $1 AND main`, id);
      await damage(`UPDATE cases SET stands_from = NULL WHERE id = $1`, id);
      expect(codesOf(await check(), id)).toEqual(['clockDiffers', 'projectionDiffers']);
      await damage(`UPDATE clock SET suspension_versions = '{}' WHERE case_id = $1 AND main`, id);
      expect(codesOf(await check(), id)).toEqual(['behindRules']);
      await run(await undone(engine, Date.now(), stop), Date.now());
      expect(codesOf(await check(), id)).toEqual([]);
      await damage(`UPDATE clock SET calendar_unit_id = 'gl-so-tai-chinh' WHERE case_id = $1 AND main`, id);
      expect(codesOf(await check(), id)).toEqual(['clockDiffers']);
    });

    it('lets a rung fire once more that a publication took back, and no further time', async () => {
      const id = await late();
      const stop = await moved(
        engine,
        Date.now(),
        suspending('dong-dat', { ...unit, from: Date.now() - 2 * HOUR }),
      );
      const state = async (): Promise<string[]> =>
        (
          await engine.pool.query<{ state: string }>(
            `SELECT DISTINCT state FROM rung WHERE case_id = $1 AND clock_id LIKE 'response%' AND at < now()`,
            [id],
          )
        ).rows.map((row) => row.state);
      expect(await state()).toEqual(['withdrawn']);
      expect(codesOf(await check(), id)).toEqual([]);
      await run(await undone(engine, Date.now(), stop), Date.now());
      await fired(id);
      expect(await state()).toEqual(['fired']);
      const { rows } = await engine.pool.query(
        `SELECT 1 FROM audit WHERE case_id = $1 AND what = 'escalated' GROUP BY body::jsonb ->> 'rung' HAVING count(*) = 2`,
        [id],
      );
      expect(rows.length).toBeGreaterThan(0);
      await settledAt(engine.pool, id, 2);
      expect(codesOf(await check(), id)).toEqual([]);
      await damage(`DELETE FROM job_case WHERE case_id = $1`, id);
      expect(codesOf(await check(), id)).toEqual(['firedTwice']);
    });

    it('names cases that were not told, moves without a record, and what was told twice', async () => {
      const id = await accepted();
      const job = await moved(
        engine,
        Date.now(),
        withDays(closed(dayOf(Date.now() + 48 * HOUR)), closed(dayOf(Date.now() + 24 * HOUR))),
      );
      await damage(`UPDATE job_case SET wake_at = now() WHERE job_id = $1 AND case_id = $2`, job, id);
      expect(codesOf(await check(), job)).toEqual([]);
      expect(codesOf(await check(Date.now() + HOUR + MINUTE), job)).toEqual(['jobCaseUntold']);
      await damage('UPDATE job_case SET wake_at = NULL');

      await damage(
        `INSERT INTO job_case (job_id, case_id, result, at, changes)
         SELECT id, $1, 'done', now(), '[{"clockId": "x"}]' FROM job WHERE id <> $2 LIMIT 1`,
        id,
        job,
      );
      expect(codesOf(await check(), id)).toEqual(['auditMissing']);
      const items = JSON.stringify([{ jobId: job, caseId: id }]);
      await damage(
        `INSERT INTO notification (person_id, at, kind, title, items)
         SELECT 'somebody', now(), 'moved', '', $1 FROM generate_series(1, 2)`,
        items,
      );
      expect(codesOf(await check(), 'notices to somebody')).toEqual(['toldTwice']);
    });
  });
});
