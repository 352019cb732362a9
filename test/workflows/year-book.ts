/** The year read back, in the words of its file. */
import { eventsOf } from './support';
import type { Publications } from './year-publications';
import type { Lived } from './year-stories';
import type { Year } from './year';

interface RungRow {
  rung_id: string;
  round: number;
  at: Date;
  fired_at: Date | null;
  state: string;
  person_id: string | null;
}

interface Notice {
  at: Date;
  person_id: string;
  kind: string;
  items: { caseId: string; escalationId?: string }[];
}

export class Book {
  private readonly names: Map<string, string>;

  constructor(
    private readonly year: Year,
    private readonly lived: Lived,
    private readonly publications: Publications,
  ) {
    this.names = new Map(Object.entries(lived.ids).map(([name, id]) => [id, name]));
  }

  idOf(story: string): string {
    const id = this.lived.ids[story];
    if (!id) throw new Error(`no story ${story}`);
    return id;
  }

  storyOf = (caseId: string): string => this.names.get(caseId) ?? caseId;

  async rungs(story: string, clockId: string): Promise<RungRow[]> {
    const { rows } = await this.year.engine.pool.query<RungRow>(
      `SELECT rung_id, round, at, fired_at, state, person_id FROM rung WHERE case_id = $1 AND clock_id = $2 ORDER BY round, level`,
      [this.idOf(story), clockId],
    );
    return rows;
  }

  /** When the rungs of a clock that stand as fired did, of one round or of all. */
  async fired(story: string, clockId: string, round?: number): Promise<string[]> {
    const rows = await this.rungs(story, clockId);
    return rows
      .filter((row) => row.state === 'fired' && (round ?? row.round) === row.round)
      .map(({ rung_id, fired_at }) => `${rung_id} ${this.year.words(fired_at ?? 0)}`);
  }

  /** To whom the first rung of a clock went: its officer. */
  async officerOf(story: string, clockId: string): Promise<string> {
    return (await this.rungs(story, clockId)).find((row) => row.person_id !== null)?.person_id ?? '';
  }

  /** What became a fact by itself, and on which day. */
  async facts(story: string): Promise<string[]> {
    const events = await eventsOf(this.year.engine.pool, this.idOf(story));
    return events
      .filter(({ type }) => type === 'deadlinePassed')
      .map(({ at, data }) => `${this.year.words(at).slice(0, 10)} ${String(data.clockId)}`);
  }

  /** When a clock is due, and the version of the national calendar it counts by. */
  async due(story: string, clockId: string): Promise<string> {
    const { rows } = await this.year.engine.pool.query<{ version: string }>(
      'SELECT calendar_versions[1] AS version FROM clock WHERE case_id = $1 AND clock_id = $2',
      [this.idOf(story), clockId],
    );
    return `${await this.year.due(this.idOf(story), clockId)} ${rows[0]?.version}`;
  }

  /** What a publication's job recorded for each open case it looked at; empty = looked at, no date moved. */
  async moved(publication: string): Promise<Record<string, string[]>> {
    const { rows } = await this.year.engine.pool.query<{
      case_id: string;
      result: string;
      changes: { clockId: string; from: number | null; to: number | null }[];
    }>('SELECT case_id, result, changes FROM job_case WHERE job_id = $1', [
      this.publications.jobs[publication],
    ]);
    const words = (at: number | null): string => (at === null ? 'stands' : this.year.words(at));
    return Object.fromEntries(
      rows.map(({ case_id, result, changes }) => [
        this.storyOf(case_id),
        result === 'done'
          ? changes.map(({ clockId, from, to }) => `${clockId}: ${words(from)} → ${words(to)}`)
          : [result],
      ]),
    );
  }

  async notices(): Promise<Notice[]> {
    const { rows } = await this.year.engine.pool.query<Notice>(
      'SELECT at, person_id, kind, items FROM notification ORDER BY at, person_id, id',
    );
    return rows;
  }

  /** Who was told of moved dates, when, of which stories. */
  async toldOfMoves(roles: Record<string, string>): Promise<[when: string, who: string, stories: string][]> {
    const moves = (await this.notices()).filter(({ kind }) => kind === 'moved');
    return moves.map(({ at, person_id, items }) => [
      this.year.words(at),
      person_id.startsWith('applicant:')
        ? `applicant of ${this.storyOf(person_id.slice('applicant:'.length))}`
        : (roles[person_id] ?? person_id),
      items
        .map(({ caseId }) => this.storyOf(caseId))
        .sort()
        .join(),
    ]);
  }
}
