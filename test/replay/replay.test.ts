import fs from 'node:fs';
import path from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import type { temporal } from '@temporalio/proto';
import { DefaultLogger, Runtime, Worker, type WorkflowBundlePath } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { workflowBundle as bundled } from '../../activities/bundle';
import { dossier } from '../../domain/dossier/entity';
import { request } from '../../domain/request/entity';
import { foldHistory } from './fold';

type History = temporal.api.history.v1.IHistory;
interface SavedEvent {
  eventId: string;
  eventType: string;
  activityTaskScheduledEventAttributes?: {
    activityType: { name: string };
    input: { payloads: { data: string }[] };
  };
  [attributes: string]: unknown;
}

const FOLDER = path.join(__dirname, '../fixtures/histories');
const FILES = fs.readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
const text = (file: string): string => fs.readFileSync(path.join(FOLDER, file), 'utf8');
const load = (file: string): History => historyFromJSON(JSON.parse(text(file)));
const typeOf = (history: History): string =>
  history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name ?? '';
const workflowIdOf = (history: History): string =>
  history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? '';
const CASES = FILES.filter((file) => ['recommendation', 'directive', 'dossier'].includes(typeOf(load(file))));

describe('histories kept from real runs', () => {
  let workflowBundle: WorkflowBundlePath;
  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    workflowBundle = await bundled();
  });

  /** The error of each history, by name; undefined when it replays. */
  async function replay(histories: [string, History][]): Promise<Record<string, unknown>> {
    const named = histories.map(([name, history]) => ({ workflowId: name, history }));
    const errors: Record<string, unknown> = {};
    for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, named))
      errors[workflowId] = error;
    return errors;
  }

  /** A saved history with one thing changed. */
  function tampered(file: string, change: (events: SavedEvent[]) => void): History {
    const saved = JSON.parse(text(file)) as { events: SavedEvent[] };
    change(saved.events);
    return historyFromJSON(saved);
  }

  it('cover dossiers, recommendations, a meeting, an agenda, a job, a passed deadline and a second run', () => {
    const names = FILES.map((file) => file.replace(/-sdk[\d.]+\.json$/, ''));
    expect(names).toEqual(
      expect.arrayContaining([
        'agenda',
        'continued',
        'continued-first-run',
        'follow-up',
        'job',
        'joined',
        'meeting',
        'recommendation',
        'supplement',
        'urgent',
      ]),
    );
    const written = CASES.flatMap((file) =>
      foldHistory(load(file).events ?? []).recorded.map((one) => one.event.type),
    );
    expect(written).toEqual(
      expect.arrayContaining([
        'deadlinePassed',
        'disputed',
        'extensionDecided',
        'supplementReceived',
        'delivered',
        'childRecorded',
      ]),
    );
    for (const file of FILES) expect(text(file).length).toBeLessThan(150_000);
  });

  it('replay without a difference', async () => {
    const errors = await replay(FILES.map((file) => [file, load(file)]));
    expect(errors).toEqual(Object.fromEntries(FILES.map((file) => [file, undefined])));
    expect(Object.keys(errors)).toHaveLength(FILES.length);
  });

  it.each(CASES)('mean today what they meant when they were written: %s', (file) => {
    const history = load(file);
    const { expected, recorded, state, carried } = foldHistory(history.events ?? []);
    expect(recorded.length).toBeGreaterThan(0);
    expect(asJson(expected)).toEqual(recorded);
    const events = history.events ?? [];
    const last = events[events.length - 1];
    const entity = state.kind === 'dossier' ? dossier : request;
    const isOver = Boolean(last?.workflowExecutionCompletedEventAttributes);
    expect({
      carried: carried && { state: carried.state, settled: carried.settled },
      isClosed: isOver ? entity.isClosed(state as never) : null,
    }).toEqual({
      carried: carried && { state: asJson(state), settled: state.version },
      isClosed: isOver ? true : null,
    });
  });

  it('go on from what the run before carried over', () => {
    const [first, second] = ['continued-first-run', 'continued'].map((name) =>
      load(FILES.find((file) => file.startsWith(`${name}-sdk`)) ?? ''),
    );
    const before = foldHistory(first?.events ?? []);
    const after = foldHistory(second?.events ?? []);
    expect(before.carried?.answers.map((answer) => answer.version)).toEqual(
      before.expected.filter((one) => one.event.commandId).map((one) => one.version),
    );
    expect(after.recorded[0]?.version).toBe((before.carried?.settled ?? 0) + 1);
    expect(workflowIdOf(first ?? {})).toBe(workflowIdOf(second ?? {}));
  });

  describe('that were tampered with', () => {
    const file = FILES.find((one) => one.startsWith('recommendation-sdk')) ?? '';
    const violation = async (change: (events: SavedEvent[]) => void): Promise<unknown> =>
      (await replay([['tampered', tampered(file, change)]])).tampered;

    it('are refused when another activity stands where settle was called', async () => {
      const error = await violation((events) => {
        const scheduled = events.find((event) => event.activityTaskScheduledEventAttributes);
        if (scheduled?.activityTaskScheduledEventAttributes)
          scheduled.activityTaskScheduledEventAttributes.activityType.name = 'wakeUp';
      });
      expect(error).toBeInstanceOf(DeterminismViolationError);
      expect(String(error)).toMatch(/TMPRL1100|[Nn]ondeterminis/);
    });

    it('are refused when a timer comes before the event that must be written first', async () => {
      const error = await violation((events) => {
        const settle = events.findIndex((event) => event.activityTaskScheduledEventAttributes);
        const timer = events.findIndex((event) => event.timerStartedEventAttributes);
        const [a, b] = [events[settle], events[timer]];
        if (!a || !b) throw new Error('the fixture has neither');
        events[settle] = { ...b, eventId: a.eventId };
        events[timer] = { ...a, eventId: b.eventId };
      });
      expect(error).toBeInstanceOf(DeterminismViolationError);
    });

    it('and only in an argument are caught by the fold, since replay compares no arguments', async () => {
      const change = (events: SavedEvent[]): void => {
        const settles = events.flatMap((event) => event.activityTaskScheduledEventAttributes ?? []);
        const payload = settles[1]?.input.payloads[0];
        if (!payload) throw new Error('no second event');
        const input = JSON.parse(Buffer.from(payload.data, 'base64').toString()) as {
          event: { type: string };
        };
        input.event.type = 'noted';
        payload.data = Buffer.from(JSON.stringify(input)).toString('base64');
      };
      expect(await violation(change)).toBeUndefined();
      const { expected, recorded } = foldHistory(tampered(file, change).events ?? []);
      expect(asJson(expected)).not.toEqual(recorded);
    });
  });
});

const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
